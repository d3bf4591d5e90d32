import { Button, Card, Group, Text } from '@mantine/core';
import { Pause, Play, SkipForward, Volume2, VolumeX } from 'lucide-react';
import type { OpenPages } from '#libs/contracts';
import classes from './live-controls.module.css';
import { useLiveControls } from './use-live-controls.js';

/** Pause, mute and skip the alerts: in the thumb's reach on a phone. */
export function LiveControls({ streamerId, pages }: { streamerId: string; pages: readonly OpenPages[] }) {
  const { paused, muted, waiting, busy, send, unknown } = useLiveControls(streamerId, pages);
  return (
    <Card className={classes['bar']} padding={0} role="group" aria-label="Alerts on stream" data-sticky-bar>
      <div className={classes['words']}>
        <Text fw={600}>Alerts</Text>
        <Text size="sm" c="dimmed">
          {paused ? 'Paused: they wait until you go on' : muted ? 'Shown without sound' : 'Shown as they come'}
          {waiting > 0 ? `, ${waiting} waiting` : ''}
        </Text>
      </div>
      <Group gap={8} wrap="nowrap" className={classes['buttons']}>
        <Button
          variant={paused ? 'filled' : 'default'}
          leftSection={paused ? <Play size={20} aria-hidden /> : <Pause size={20} aria-hidden />}
          onClick={() => send(paused ? 'resume' : 'pause')}
          disabled={unknown || busy}
        >
          {paused ? 'Go on' : 'Pause'}
        </Button>
        <Button
          variant={muted ? 'filled' : 'default'}
          leftSection={muted ? <Volume2 size={20} aria-hidden /> : <VolumeX size={20} aria-hidden />}
          onClick={() => send(muted ? 'unmute' : 'mute')}
          disabled={unknown || busy}
        >
          {muted ? 'Sound on' : 'Mute'}
        </Button>
        <Button
          variant="default"
          leftSection={<SkipForward size={20} aria-hidden />}
          onClick={() => send('skip')}
          disabled={unknown || busy}
        >
          Skip
        </Button>
      </Group>
    </Card>
  );
}
