import { Badge, Button, Group, Text } from '@mantine/core';
import { RotateCcw } from 'lucide-react';
import type { BrokerView, RestartAccepted } from '#libs/contracts';
import { api } from '../../../api/client.js';
import { useChange } from '../../../api/use-api.js';
import { askBefore } from '../../../ui/confirm.js';
import { many } from '../../../ui/numbers.js';
import { agoText, inText } from '../../../ui/time.js';
import classes from '../admin.module.css';
import { BROKER_WORDS } from './broker-words.js';

export function ConnectionRow({ broker, now }: { broker: BrokerView; now: number }) {
  const { handle, state, why, advice } = broker;
  const { words, colour } = BROKER_WORDS[state];
  return (
    <li className={classes['row']}>
      <div className={classes['words']}>
        <Group gap={8}>
          <Text fw={550}>{handle === null ? 'Deleted streamer' : `@${handle}`}</Text>
          <Badge color={colour}>{words}</Badge>
        </Group>
        <Text>{why.text}</Text>
        <Text size="sm" c="dimmed">
          {facts(broker, now).join(' · ')}
        </Text>
        {advice && <div className={classes['advice']}>{advice}</div>}
      </div>
      <div className={classes['actions']}>
        <RestartButton broker={broker} />
      </div>
    </li>
  );
}

function facts({ since, nodeId, lastEventAt, reconnects, nextTryAt }: BrokerView, now: number): string[] {
  return [
    since ? `since ${agoText(since, now)}` : '',
    nodeId ? `on ${nodeId}` : 'on no worker',
    lastEventAt ? `last event ${agoText(lastEventAt, now)}` : 'no event yet',
    reconnects ? many(reconnects, 'reconnect') : '',
    nextTryAt ? `next try ${inText(nextTryAt, now)}` : '',
  ].filter((fact) => fact !== '');
}

function RestartButton({ broker: { streamerId, handle, generation, state } }: { broker: BrokerView }) {
  const params = { path: { streamerId } };
  const restart = useChange<RestartAccepted>(
    () =>
      api.POST('/api/v1/brokers/{streamerId}/restart', {
        params,
        // The one that is seen here: a second press ends no other one.
        body: generation > 0 ? { generation } : {},
      }),
    { said: 'It starts again.', changes: [['brokers']] },
  );
  const ask = (): void =>
    askBefore({
      title: `Start the connection of @${handle ?? 'this streamer'} again?`,
      text: 'It is gone for a few seconds. What happens in the room meanwhile may be missed.',
      act: 'Start it again',
      onConfirm: () => restart.mutate(),
    });
  return (
    <Button
      variant="default"
      size="sm"
      leftSection={<RotateCcw size={16} aria-hidden />}
      disabled={state === 'off' || state === 'stopping'}
      loading={restart.isPending}
      onClick={ask}
      aria-label={`Restart the connection of ${handle ?? streamerId}`}
    >
      Restart
    </Button>
  );
}
