import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useRef } from 'react';
import type { ControlProps } from './control.js';

const SAYS: Record<string, string> = {
  '{name}': 'who',
  '{gift}': 'name of the gift',
  '{count}': 'how many',
  '{coins}': 'worth in coins',
  '{amount}': 'how much',
  '{months}': 'months',
  '{current}': 'so far',
  '{target}': 'target',
  '{percent}': 'percent',
  '{left}': 'what is left',
};

/** Words with tokens; a chip puts its token where the cursor is. */
export function TemplateControl({ id, describedBy, field, value, onChange }: ControlProps<string>) {
  const input = useRef<HTMLInputElement>(null);
  const insert = (token: string) => {
    const { selectionStart, selectionEnd } = input.current ?? {};
    const from = selectionStart ?? value.length;
    const next = value.slice(0, from) + token + value.slice(selectionEnd ?? from);
    if (field.maxLength !== undefined && next.length > field.maxLength) return;
    onChange(next);
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(from + token.length, from + token.length);
    });
  };
  return (
    <Stack gap={6}>
      <TextInput
        ref={input}
        id={id}
        size="sm"
        maxLength={field.maxLength}
        aria-describedby={describedBy}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <Group gap={4} role="group" aria-label="Put in">
        {(field.tokens ?? []).map((token) => (
          <Button
            key={token}
            size="compact-xs"
            variant="default"
            ff="monospace"
            title={SAYS[token]}
            onClick={() => insert(token)}
          >
            {token}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}
