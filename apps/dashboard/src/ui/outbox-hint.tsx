import { Anchor, Text } from '@mantine/core';
import { useInstance } from '../api/session.js';

/** On a server that sends no mail: where to find it instead. */
export function OutboxHint() {
  const { data } = useInstance();
  if (!data?.outbox) return null;
  return (
    <Text c="dimmed">
      This server sends no mail. It keeps what it would send in its <Anchor href={data.outbox}>outbox</Anchor>.
    </Text>
  );
}
