import { Button, Group, Text } from '@mantine/core';
import { Gift, Rocket, UserPlus } from 'lucide-react';
import { useTestEvent } from '../../api/use-test-event.js';

/** Buttons that make the preview move. */
export function PreviewEvents({ streamerId }: { streamerId: string }) {
  const test = useTestEvent(streamerId);
  return (
    <Group gap="xs" mt="sm" mb="lg">
      <Text size="sm" c="dimmed" mr={4}>
        See it move:
      </Text>
      <Button
        size="xs"
        variant="default"
        leftSection={<UserPlus size={16} aria-hidden />}
        onClick={() => test.mutate({ kind: 'follow', name: 'Mika' })}
      >
        A new follower
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<Gift size={16} aria-hidden />}
        onClick={() => test.mutate({ kind: 'gift', name: 'Mika', count: 1 })}
      >
        A gift
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<Rocket size={16} aria-hidden />}
        onClick={() => test.mutate({ kind: 'streak', name: 'Mika', count: 20 })}
      >
        A streak
      </Button>
    </Group>
  );
}
