import { Group, Text, UnstyledButton } from '@mantine/core';
import { choiceWords } from '../choice-words.js';
import classes from '../form.module.css';
import type { ControlProps } from './control.js';

const KEYS: Record<string, readonly [down: number, right: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Nine places of a picture, to be picked by hand or with the arrow keys. */
export function PositionControl({ labelledBy, field, value, onChange }: ControlProps<string>) {
  const places = field.options ?? [];
  const move = (event: React.KeyboardEvent<HTMLElement>) => {
    const step = KEYS[event.key];
    if (!step) return;
    event.preventDefault();
    const at = Math.max(0, places.indexOf(value));
    const row = Math.min(2, Math.max(0, Math.floor(at / 3) + step[0]));
    const column = Math.min(2, Math.max(0, (at % 3) + step[1]));
    const next = places[row * 3 + column];
    if (next === undefined) return;
    onChange(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-place="${next}"]`)?.focus();
  };
  return (
    <Group gap="md" wrap="nowrap">
      <div className={classes['places']} role="radiogroup" aria-labelledby={labelledBy} onKeyDown={move}>
        {places.map((place) => (
          <UnstyledButton
            key={place}
            role="radio"
            aria-checked={place === value}
            aria-label={choiceWords('position', place)}
            tabIndex={place === value ? 0 : -1}
            data-place={place}
            className={classes['place']}
            onClick={() => onChange(place)}
          />
        ))}
      </div>
      <Text size="sm" c="dimmed">
        {choiceWords('position', value)}
      </Text>
    </Group>
  );
}
