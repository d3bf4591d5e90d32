import {
  Autocomplete,
  Button,
  ColorInput,
  Drawer,
  Group,
  NumberInput,
  Select,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import type { Variation, VariationCondition, WidgetType } from '#libs/contracts';
import {
  ALERT_IMAGES,
  ALERT_SIZES,
  ENTRIES,
  EXITS,
  ROLES,
} from '../../../../../../libs/contracts/src/widgets/look-options.js';
import { useGifts } from '../../studio/queries.js';
import { choiceWords } from '../choice-words.js';
import { problemOf, unitOf, withPart } from '../variations.js';
import { PictureControl } from './picture-control.js';
import { SoundControl } from './sound-control.js';

interface Props {
  variation: Variation;
  type: WidgetType;
  onChange: (variation: Variation) => void;
  onClose: () => void;
}

const EVENTS = ['gift', 'follow', 'subscribe', 'share'] as const;
const AS_THE_BOX = 'As the box has it';

/** For which alerts, and what is different for them. Every change is in the draft at once: the preview shows it. */
export function VariationForm({ variation, type, onChange, onClose }: Props) {
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="md"
      title="Variation"
      overlayProps={{ backgroundOpacity: 0.2 }}
    >
      <Stack>
        <TextInput
          label="Name"
          description="For your eyes alone"
          maxLength={60}
          value={variation.name}
          onChange={(event) => onChange({ ...variation, name: event.currentTarget.value })}
        />
        <When variation={variation} type={type} onChange={onChange} />
        <Changes variation={variation} type={type} onChange={onChange} />
        <Group justify="flex-end">
          <Button onClick={onClose}>Done</Button>
        </Group>
      </Stack>
    </Drawer>
  );
}

function When({ variation, type, onChange }: Omit<Props, 'onClose'>) {
  const gifts = useGifts();
  const { when } = variation;
  const set = <K extends keyof VariationCondition>(name: K, value: VariationCondition[K] | undefined) =>
    onChange({ ...variation, when: withPart(when, name, value) });
  const ofGifts = type === 'gifts' || (type === 'alerts' && (when.event ?? 'gift') === 'gift');
  const hasAmount = type !== 'follows' && type !== 'shares' && when.event !== 'follow' && when.event !== 'share';
  const unit = unitOf(when.event, type);
  const names = [...new Set(gifts.data?.items.map(({ name }) => name))];
  return (
    <>
      <Title order={3}>For which alerts</Title>
      {type === 'alerts' && (
        <Select
          label="Kind"
          clearable
          placeholder="All kinds"
          data={EVENTS.map((value) => ({ value, label: choiceWords('event', value) }))}
          value={when.event ?? null}
          onChange={(value) => set('event', value ?? undefined)}
        />
      )}
      {ofGifts && (
        <Autocomplete
          label="Gift"
          description="Its name; empty for every gift"
          maxLength={128}
          data={names}
          limit={30}
          value={when.gift ?? ''}
          onChange={(value) => set('gift', value.trimStart())}
        />
      )}
      {hasAmount && (
        <Group grow>
          <Amount
            label="At least"
            unit={unit}
            value={when.minimumAmount}
            onChange={(value) => set('minimumAmount', value)}
          />
          <Amount
            label="At most"
            unit={unit}
            value={when.maximumAmount}
            onChange={(value) => set('maximumAmount', value)}
          />
        </Group>
      )}
      {problemOf(variation) && (
        <Text size="sm" c="var(--bad)" role="alert">
          {problemOf(variation)}
        </Text>
      )}
      <Select
        label="From whom"
        clearable
        placeholder="Everybody"
        data={ROLES.map((value) => ({ value, label: choiceWords('role', value) }))}
        value={when.role ?? null}
        onChange={(value) => set('role', value ?? undefined)}
      />
    </>
  );
}

interface AmountProps {
  label: string;
  unit: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}

function Amount({ label, unit, value, onChange }: AmountProps) {
  return (
    <NumberInput
      label={label}
      suffix={` ${unit}`}
      thousandSeparator=","
      allowDecimal={false}
      allowNegative={false}
      max={10_000_000}
      placeholder="any"
      value={value ?? ''}
      onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
    />
  );
}

function Changes({ variation, type, onChange }: Omit<Props, 'onClose'>) {
  const { change } = variation;
  type Change = Variation['change'];
  const set = <K extends keyof Change>(name: K, value: Change[K] | undefined) =>
    onChange({ ...variation, change: withPart(change, name, value) });
  const choice = (name: 'image' | 'entry' | 'exit' | 'size', label: string, options: readonly string[]) => (
    <Select
      label={label}
      clearable
      placeholder={AS_THE_BOX}
      data={options.map((value) => ({ value, label: choiceWords(name, value) }))}
      value={change[name] ?? null}
      onChange={(value) => set(name, (value ?? undefined) as Change[typeof name])}
    />
  );
  const picture = {
    id: 'variation-picture',
    labelledBy: 'variation-picture-label',
    field: { maxItems: 1 } as never,
    type,
  };
  return (
    <>
      <Title order={3}>What is different</Title>
      <TextInput
        label="Message"
        placeholder={AS_THE_BOX}
        maxLength={200}
        value={change.message ?? ''}
        onChange={(event) => set('message', event.currentTarget.value)}
      />
      {choice('image', 'Picture', ALERT_IMAGES)}
      {change.image === 'custom' && (
        <div>
          <Text id="variation-picture-label" size="sm" fw={500} mb={4}>
            Your picture
          </Text>
          <PictureControl {...picture} value={change.imageUrl ?? ''} onChange={(value) => set('imageUrl', value)} />
        </div>
      )}
      <div>
        <Group justify="space-between" mb={4}>
          <Text component="label" htmlFor="variation-sound" size="sm" fw={500}>
            Sound
          </Text>
          {change.sound !== undefined && (
            <Button size="compact-xs" variant="default" onClick={() => set('sound', undefined)}>
              {AS_THE_BOX}
            </Button>
          )}
        </Group>
        <SoundControl
          {...{ ...picture, id: 'variation-sound' }}
          value={change.sound ?? 'theme'}
          onChange={(value) => set('sound', value)}
        />
      </div>
      <Group grow>
        <NumberInput
          label="Duration"
          suffix=" s"
          min={1}
          max={30}
          step={0.5}
          decimalScale={1}
          placeholder={AS_THE_BOX}
          value={change.durationMs === undefined ? '' : change.durationMs / 1000}
          onChange={(next) => set('durationMs', typeof next === 'number' ? Math.round(next * 1000) : undefined)}
        />
        <NumberInput
          label="Volume"
          suffix=" %"
          min={0}
          max={100}
          placeholder={AS_THE_BOX}
          value={change.volume ?? ''}
          onChange={(next) => set('volume', typeof next === 'number' ? next : undefined)}
        />
      </Group>
      {choice('size', 'Stage', ALERT_SIZES)}
      <Group grow>
        {choice('entry', 'Entry', ENTRIES)}
        {choice('exit', 'Exit', EXITS)}
      </Group>
      <ColorInput
        label="Accent colour"
        eyeDropperButtonProps={{ 'aria-label': 'Pick a colour from the screen' }}
        format="hex"
        placeholder={AS_THE_BOX}
        value={change.accentColor ?? ''}
        onChange={(value) => (value === '' || /^#[0-9a-fA-F]{6}$/.test(value)) && set('accentColor', value)}
      />
      <NumberInput
        label="Priority"
        description="Waiting alerts with a higher priority go first"
        min={0}
        max={9}
        placeholder={AS_THE_BOX}
        value={variation.priority ?? ''}
        onChange={(next) => onChange(withPart(variation, 'priority', typeof next === 'number' ? next : undefined))}
      />
    </>
  );
}
