import { Anchor, Button, Group, Paper, Select, Skeleton, Text } from '@mantine/core';
import { Eraser, Pause, Play, SkipForward, Volume2, VolumeX } from 'lucide-react';
import { Link } from 'react-router';
import type { WidgetType } from '#libs/contracts';
import { askBefore } from '../../ui/confirm.js';
import { count } from '../../ui/numbers.js';
import { KINDS, QUEUES } from '../studio/kinds.js';
import { ALERTS_READ } from '../studio/queries.js';
import classes from './activity.module.css';
import { openAlerts } from './queue-state.js';
import type { Queue } from './use-queue.js';

interface Props {
  queue: Queue;
  /** Whether any page shows this queue; undefined while that is not known. */
  open: boolean | undefined;
  onWidget: (widget: WidgetType) => void;
}

/** Pause, mute, skip and clear: large enough for a thumb. */
export function QueueBar({ queue, open: isOpen, onWidget }: Props) {
  const { list, command } = queue;
  const paused = list?.control.paused ?? false;
  const muted = list?.control.muted ?? false;
  const open = list ? openAlerts(list) : { waiting: 0, onScreen: false };
  const clear = () =>
    askBefore({
      title: 'Clear the queue?',
      text: `${count(open.waiting)} waiting alerts will not be shown, and the one on screen goes. You can replay single ones later.`,
      act: 'Clear the queue',
      onConfirm: () => command({ action: 'clear' }),
    });
  return (
    <Paper withBorder p="sm" className={classes['bar']} component="section" aria-label="Queue of alerts">
      <Group justify="space-between" gap="xs" mb="xs">
        <Select
          size="sm"
          w={180}
          aria-label="Which queue"
          data={QUEUES.map((value) => ({ value, label: KINDS[value].label }))}
          value={queue.widget}
          onChange={(value) => value !== null && onWidget(value)}
        />
        <Text
          component="div"
          size="sm"
          fw={550}
          role="status"
          className={classes['state']}
          data-paused={paused || undefined}
        >
          {queue.failed && !list ? (
            'Not known right now'
          ) : list ? (
            stateWords(paused, muted, open)
          ) : (
            <Skeleton h={18} w={130} />
          )}
        </Text>
      </Group>
      <div className={classes['buttons']}>
        <Button
          variant={paused ? 'filled' : 'default'}
          disabled={!list}
          leftSection={paused ? <Play size={18} aria-hidden /> : <Pause size={18} aria-hidden />}
          onClick={() => command({ action: paused ? 'resume' : 'pause' })}
        >
          {paused ? 'Resume' : 'Pause'}
        </Button>
        <Button
          variant="default"
          disabled={!list}
          leftSection={muted ? <VolumeX size={18} aria-hidden /> : <Volume2 size={18} aria-hidden />}
          onClick={() => command({ action: muted ? 'unmute' : 'mute' })}
        >
          {muted ? 'Unmute' : 'Mute'}
        </Button>
        <Button
          variant="default"
          disabled={!open.onScreen}
          leftSection={<SkipForward size={18} aria-hidden />}
          onClick={() => command({ action: 'skip' })}
        >
          Skip
        </Button>
        <Button
          variant="default"
          disabled={open.waiting === 0 && !open.onScreen}
          leftSection={<Eraser size={18} aria-hidden />}
          onClick={clear}
        >
          Clear
        </Button>
      </div>
      {isOpen === false && (
        <Text size="sm" c="dimmed" mt="xs">
          No page shows this queue now, so alerts wait.{' '}
          <Anchor component={Link} to="/widgets" inherit>
            Add it to OBS
          </Anchor>
          , or choose another queue above.
        </Text>
      )}
    </Paper>
  );
}

function stateWords(paused: boolean, muted: boolean, { waiting, onScreen }: ReturnType<typeof openAlerts>): string {
  const parts = [
    paused ? 'Paused' : onScreen ? 'One on screen' : undefined,
    waiting > 0 ? `${count(waiting)}${waiting >= ALERTS_READ ? ' or more' : ''} waiting` : undefined,
    muted ? 'muted' : undefined,
  ].filter((part) => part !== undefined);
  return parts.join(', ') || 'Nothing waits';
}
