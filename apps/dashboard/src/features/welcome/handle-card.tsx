import { Badge, Group, Text } from '@mantine/core';
import type { HandleReport } from '#libs/contracts';
import { Face } from '../../ui/face.js';
import { many } from '../../ui/numbers.js';
import classes from './welcome.module.css';

const STATES: Record<HandleReport['state'], { colour: string; words: string }> = {
  live: { colour: 'green', words: 'Live now' },
  offline: { colour: 'gray', words: 'Not live' },
  missing: { colour: 'red', words: 'Not found' },
  unknown: { colour: 'amber', words: 'Could not be checked' },
};

/** What TikTok says about a handle. */
export function HandleCard({ report }: { report: HandleReport }) {
  const { handle, state, taken, text, name, avatar, viewers } = report;
  const { colour, words } = taken ? { colour: 'red', words: 'Taken' } : STATES[state];
  return (
    <div className={classes['handle']}>
      <Face src={avatar} name={name ?? handle} size={64} />
      <div className={classes['handleWords']}>
        <Group gap={10}>
          <Text fw={600} size="lg" className={classes['name']}>
            <bdi>{name ?? `@${handle}`}</bdi>
          </Text>
          <Badge color={colour} size="lg">
            {words}
          </Badge>
        </Group>
        {viewers !== undefined && state === 'live' && <Text c="dimmed">{many(viewers, 'viewer')} right now</Text>}
        <Text c="dimmed">{text}</Text>
      </div>
    </div>
  );
}
