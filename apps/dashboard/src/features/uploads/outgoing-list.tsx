import { ActionIcon, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { X } from 'lucide-react';
import type { Outgoing } from './use-sender.js';

/** Files on their way, and what became of those that did not arrive. */
export function OutgoingList({ outgoing, drop }: { outgoing: readonly Outgoing[]; drop: (id: number) => void }) {
  if (outgoing.length === 0) return null;
  return (
    <Paper withBorder p="md" role="status">
      <Stack gap="sm">
        {outgoing.map(({ id, name, share, error }) => (
          <Group key={id} gap="sm" wrap="nowrap">
            <div style={{ flex: 1, minWidth: 0 }}>
              <Text size="sm" truncate>
                {name}
              </Text>
              {error ? (
                <Text size="sm" c="var(--bad)">
                  {error}
                </Text>
              ) : (
                <Progress value={share * 100} animated aria-label={`Sending ${name}`} mt={4} />
              )}
            </div>
            <ActionIcon aria-label={error ? `Dismiss ${name}` : `Stop ${name}`} onClick={() => drop(id)}>
              <X size={18} />
            </ActionIcon>
          </Group>
        ))}
      </Stack>
    </Paper>
  );
}
