import { Group, NumberInput, Slider, Text } from '@mantine/core';
import { longTime, numberViewOf, shown, stored } from '../units.js';
import type { ControlProps } from './control.js';

const WORTH_WORDS = 120;

/** A slider and a number for ranges that a slider can hit, else a number alone. */
export function NumberControl({ id, labelledBy, describedBy, field, value, onChange }: ControlProps<number>) {
  const view = numberViewOf(field);
  const now = shown(value, view);
  const change = (next: number | string) => {
    // While somebody types, a field may be empty for a moment: what was there stays.
    if (typeof next === 'number' && Number.isFinite(next)) onChange(stored(next, view));
  };
  const decimals = view.step < 0.1 ? 2 : view.step < 1 ? 1 : 0;
  const inWords = field.unit === 's' && view.max > 3600 && now >= WORTH_WORDS ? longTime(now) : undefined;
  return (
    <Group gap="md" wrap="nowrap">
      {view.slider && (
        <Slider
          flex={1}
          min={view.min}
          max={view.max}
          step={view.step}
          value={now}
          label={(at) => `${Math.round(at * 100) / 100}${view.suffix}`}
          thumbProps={{ 'aria-labelledby': labelledBy }}
          thumbLabel={field.title}
          onChange={change}
        />
      )}
      <NumberInput
        id={id}
        size="sm"
        w={view.slider ? 112 : 180}
        min={view.min}
        max={view.max}
        step={view.step}
        decimalScale={decimals}
        allowNegative={view.min < 0}
        thousandSeparator=","
        clampBehavior="blur"
        suffix={view.suffix}
        aria-describedby={describedBy}
        value={now}
        onChange={change}
      />
      {inWords && (
        <Text size="sm" c="dimmed">
          {inWords}
        </Text>
      )}
    </Group>
  );
}
