import { ActionIcon, Button, Group, Stack, Text, Tooltip } from '@mantine/core';
import { ArrowDown, ArrowUp, Copy, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Variation } from '#libs/contracts';
import classes from '../form.module.css';
import { changeWords, whenWords } from '../variations.js';
import type { ControlProps } from './control.js';
import { VariationForm } from './variation-form.js';

const NEW: Variation = { name: '', when: {}, change: {} };

/** Other looks for some alerts: a list of what each is for and what it changes. */
export function VariationsControl({ field, type, value, onChange }: ControlProps<readonly Variation[]>) {
  const [open, setOpen] = useState<number>();
  const edited = open === undefined ? undefined : value[open];
  const put = (index: number, next: Variation) => onChange(value.map((one, at) => (at === index ? next : one)));
  const add = (variation: Variation) => {
    onChange([...value, variation]);
    setOpen(value.length);
  };
  const swap = (index: number, other: number) =>
    onChange(value.map((one, at) => (at === index ? value[other]! : at === other ? value[index]! : one)));
  const full = value.length >= (field.maxItems ?? 50);
  return (
    <Stack gap="xs">
      {value.map((variation, index) => (
        <div key={index} className={classes['card']}>
          <Group gap={4} wrap="nowrap" align="flex-start">
            <div style={{ flex: 1, minWidth: 0 }}>
              <Text fw={600} size="sm" truncate>
                {variation.name || whenWords(variation.when, type)}
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {variation.name ? `${whenWords(variation.when, type)} · ` : ''}
                {changeWords(variation)}
              </Text>
            </div>
            <Act label={`Edit variation ${index + 1}`} icon={Pencil} onClick={() => setOpen(index)} />
            <Act
              label={`Move variation ${index + 1} up`}
              icon={ArrowUp}
              disabled={index === 0}
              onClick={() => swap(index, index - 1)}
            />
            <Act
              label={`Move variation ${index + 1} down`}
              icon={ArrowDown}
              disabled={index === value.length - 1}
              onClick={() => swap(index, index + 1)}
            />
            <Act
              label={`Duplicate variation ${index + 1}`}
              icon={Copy}
              disabled={full}
              onClick={() => add(variation)}
            />
            <Act
              label={`Delete variation ${index + 1}`}
              icon={Trash2}
              onClick={() => onChange(value.filter((_, at) => at !== index))}
            />
          </Group>
        </div>
      ))}
      <Button variant="default" size="sm" leftSection={<Plus size={16} />} disabled={full} onClick={() => add(NEW)}>
        Add a variation
      </Button>
      {value.length > 1 && (
        <Text size="xs" c="dimmed">
          A named gift wins over an amount, an amount over a role, a role over an event. Of two that say the same the
          upper one wins.
        </Text>
      )}
      {edited && open !== undefined && (
        <VariationForm
          variation={edited}
          type={type}
          onChange={(next) => put(open, next)}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Stack>
  );
}

function Act(props: { label: string; icon: typeof Pencil; disabled?: boolean; onClick: () => void }) {
  const Icon = props.icon;
  return (
    <Tooltip label={props.label}>
      <ActionIcon size="md" aria-label={props.label} disabled={props.disabled} onClick={props.onClick}>
        <Icon size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
