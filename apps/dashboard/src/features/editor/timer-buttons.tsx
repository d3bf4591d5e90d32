import { Button, Group, Paper, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Pause, Play, Square } from 'lucide-react';
import type { TimerCommand, WidgetView } from '#libs/contracts';
import { askBefore } from '../../ui/confirm.js';
import { notifyFailed } from '../../ui/notify.js';
import { studio } from '../studio/api.js';
import { keys, useRefresh } from '../studio/queries.js';
import { useStudio } from '../studio/use-studio.js';

type Run = 'waiting' | 'running' | 'paused';

/** Starts and stops the timer itself; that is no setting, and takes effect at once. */
export function TimerButtons({ widget }: { widget: WidgetView }) {
  const { streamerId } = useStudio();
  const refresh = useRefresh();
  const press = useMutation({
    mutationFn: (action: TimerCommand['action']) => studio.pressTimer(streamerId, widget.id, { action }),
    onSettled: () => refresh(keys.widgets(streamerId)),
    onError: notifyFailed,
  });
  const run = runOf(widget.settings);
  const stop = () =>
    askBefore({
      title: 'Stop the timer?',
      text: 'It goes back to its start, and the time that viewers added is lost.',
      act: 'Stop it',
      onConfirm: () => press.mutate('reset'),
    });
  return (
    <Paper withBorder p="sm" mb="sm">
      <Group justify="space-between" gap="xs">
        <Text fw={550}>{run === 'waiting' ? 'Not started' : run === 'running' ? 'Running' : 'Paused'}</Text>
        <Group gap="xs">
          {run === 'waiting' && (
            <Button size="sm" leftSection={<Play size={16} />} onClick={() => press.mutate('start')}>
              Start
            </Button>
          )}
          {run === 'running' && (
            <Button size="sm" variant="default" leftSection={<Pause size={16} />} onClick={() => press.mutate('pause')}>
              Pause
            </Button>
          )}
          {run === 'paused' && (
            <Button size="sm" leftSection={<Play size={16} />} onClick={() => press.mutate('resume')}>
              Go on
            </Button>
          )}
          {run !== 'waiting' && (
            <Button size="sm" variant="default" color="red" leftSection={<Square size={16} />} onClick={stop}>
              Stop
            </Button>
          )}
        </Group>
      </Group>
    </Paper>
  );
}

function runOf({ startedAt, pausedAt }: Record<string, unknown>): Run {
  if (!startedAt) return 'waiting';
  return pausedAt ? 'paused' : 'running';
}
