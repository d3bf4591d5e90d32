import { TagsInput } from '@mantine/core';
import type { ControlProps } from './control.js';

/** A list of words. */
export function ListControl({ id, describedBy, field, value, onChange }: ControlProps<string[]>) {
  return (
    <TagsInput
      id={id}
      size="sm"
      maxTags={field.maxItems}
      placeholder={value.length === 0 ? 'Type a name, then press Enter' : undefined}
      splitChars={[',', ' ']}
      acceptValueOnBlur
      aria-describedby={describedBy}
      value={value}
      onChange={onChange}
    />
  );
}
