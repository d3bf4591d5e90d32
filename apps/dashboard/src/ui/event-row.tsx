import { Badge } from '@mantine/core';
import { Coins } from 'lucide-react';
import type { ReactNode } from 'react';
import type { LiveEvent } from '#libs/contracts';
import classes from './event-row.module.css';
import { Face } from './face.js';
import { coinsOf, eventWords } from './event-words.js';
import { count } from './numbers.js';
import { agoText } from './time.js';

interface EventRowProps {
  event: LiveEvent;
  now: number;
  /** At the end of the row: what became of it, and what can be done with it. */
  children?: ReactNode;
}

/** One event of the room: who, what, how much, when. Names are of strangers, so each is isolated. */
export function EventRow({ event, now, children }: EventRowProps) {
  const user = 'user' in event ? event.user : undefined;
  const coins = coinsOf(event);
  return (
    <li className={classes['row']}>
      <Face src={user?.avatar} name={user?.name ?? ''} />
      <div className={classes['words']}>
        <div className={classes['line']}>
          {user && <bdi className={classes['name']}>{user.name}</bdi>}{' '}
          <bdi className={classes['what']}>{eventWords(event)}</bdi>
        </div>
        <div className={classes['meta']}>
          {coins !== undefined && (
            <span className={classes['coins']}>
              <Coins size={14} aria-hidden />
              {count(coins)}
              <span className={classes['unit']}> coins</span>
            </span>
          )}
          <time dateTime={new Date(event.at).toISOString()}>{agoText(event.at, now)}</time>
          {event.test && (
            <Badge size="sm" color="gray">
              Test
            </Badge>
          )}
        </div>
      </div>
      {event.type === 'gift' && event.gift.image && (
        <img src={event.gift.image} alt="" className={classes['gift']} loading="lazy" />
      )}
      {children}
    </li>
  );
}
