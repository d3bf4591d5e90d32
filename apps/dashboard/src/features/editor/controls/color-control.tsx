import { Button, ColorInput, Group } from '@mantine/core';
import type { ControlProps } from './control.js';

const SWATCHES = [
  '#ffffff',
  '#14121a',
  '#ff4d6d',
  '#ff9a3d',
  '#ffd23f',
  '#3ddc97',
  '#1fe5ff',
  '#4d7cff',
  '#a66bff',
  '#ff3dea',
];
const WHOLE = /^#[0-9a-fA-F]{6}$/;

/** A colour, or the theme's own. */
export function ColorControl({ id, describedBy, value, onChange }: ControlProps<string>) {
  return (
    <Group gap="xs" wrap="nowrap">
      <ColorInput
        id={id}
        flex={1}
        size="sm"
        format="hex"
        swatches={SWATCHES}
        swatchesPerRow={10}
        eyeDropperButtonProps={{ 'aria-label': 'Pick a colour from the screen' }}
        placeholder="The theme's own"
        aria-describedby={describedBy}
        value={value}
        // Half a colour is none: the page would refuse it.
        onChange={(next) => (next === '' || WHOLE.test(next)) && onChange(next.toLowerCase())}
      />
      {value !== '' && (
        <Button size="sm" variant="default" onClick={() => onChange('')}>
          Theme&apos;s own
        </Button>
      )}
    </Group>
  );
}
