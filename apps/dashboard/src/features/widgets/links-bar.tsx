import { Button, Group, Paper, Text, ThemeIcon } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { BookOpen, KeyRound, RefreshCw } from 'lucide-react';
import { askBefore } from '../../ui/confirm.js';
import { notifyDone, notifyFailed } from '../../ui/notify.js';
import type { Links } from '../studio/addresses.js';
import { studio } from '../studio/api.js';
import { keys } from '../studio/queries.js';
import { useStudio } from '../studio/use-studio.js';

/** What all links have in common: they hold one secret, which can be replaced. */
export function LinksBar({ links, onSteps }: { links: Links | undefined; onSteps: () => void }) {
  const { streamerId } = useStudio();
  const client = useQueryClient();
  const rotate = useMutation({
    mutationFn: () => studio.rotateKey(streamerId),
    onSuccess: ({ widgetKey: fresh }) => {
      client.setQueryData(keys.widgetKey(streamerId), fresh);
      notifyDone('All links are new. Copy them into OBS again.');
    },
    onError: notifyFailed,
  });
  const confirm = () =>
    askBefore({
      title: 'Replace all widget links?',
      text: 'Every link that is in OBS or TikTok LIVE Studio stops working at once, for all widgets. You have to copy the new links there. Settings stay as they are.',
      act: 'Replace all links',
      onConfirm: () => rotate.mutate(),
    });
  return (
    <Paper withBorder p="sm" radius="md">
      <Group justify="space-between" gap="sm">
        <Group gap="sm" wrap="nowrap" flex="1 1 320px">
          <ThemeIcon variant="light" size="lg" aria-hidden>
            <KeyRound size={18} />
          </ThemeIcon>
          <Text size="sm">
            Keep the links to yourself: whoever has one sees what your widgets show. If one got on stream, replace them.
          </Text>
        </Group>
        <Group gap="xs">
          <Button variant="default" leftSection={<BookOpen size={16} />} onClick={onSteps}>
            How to add to OBS
          </Button>
          <Button
            variant="default"
            leftSection={<RefreshCw size={16} />}
            loading={rotate.isPending}
            disabled={links === undefined}
            onClick={confirm}
          >
            Replace links
          </Button>
        </Group>
      </Group>
    </Paper>
  );
}
