import { Text } from '@mantine/core';
import { Gift } from 'lucide-react';
import type { PastStreamDetail } from '#libs/contracts';
import { Face } from '../../ui/face.js';
import { count } from '../../ui/numbers.js';
import { Section } from '../../ui/section.js';
import { EmptyState } from '../../ui/states.js';
import classes from './streams.module.css';

/** Who gave most in a stream. */
export function TopGifters({ gifters }: { gifters: PastStreamDetail['topGifters'] }) {
  return (
    <Section title="Top gifters" flush>
      {gifters.length === 0 && <EmptyState small icon={Gift} title="Nobody sent a gift" />}
      <ol className={classes['gifters']}>
        {gifters.map(({ user, coins }, index) => (
          <li key={user.id} className={classes['gifter']}>
            <span className={classes['rank']}>{index + 1}</span>
            <Face src={user.avatar} name={user.name} />
            <div className={classes['names']}>
              <Text fw={550}>
                <bdi>{user.name}</bdi>
              </Text>
              <Text size="sm" c="dimmed">
                @{user.handle}
              </Text>
            </div>
            <Text fw={600}>{count(coins)}</Text>
          </li>
        ))}
      </ol>
    </Section>
  );
}
