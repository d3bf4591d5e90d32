import type { ActivityItem, AlertState, LiveEvent } from '#libs/contracts';
import { count, many } from '../../ui/numbers.js';

export const FILTERS = ['gift', 'follow', 'subscribe', 'share', 'like', 'chat'] as const;
export type Filter = (typeof FILTERS)[number];

export const FILTER_WORDS: Record<Filter, string> = {
  gift: 'Gifts',
  follow: 'Follows',
  subscribe: 'Subscriptions',
  share: 'Shares',
  like: 'Likes',
  chat: 'Messages',
};

/** Chat and likes would drown the rest. */
export const FIRST_FILTERS: readonly Filter[] = ['gift', 'follow', 'subscribe', 'share'];

/** What happened, after the name of who did it. */
export function deedOf(event: LiveEvent): string {
  switch (event.type) {
    case 'gift': {
      const number = event.count === 0 ? event.total : event.count;
      return `sent ${number > 1 ? `${count(number)} × ` : ''}${event.gift.name}`;
    }
    case 'follow':
      return 'followed';
    case 'subscribe':
      return event.months && event.months > 1 ? `subscribed for ${many(event.months, 'month')}` : 'subscribed';
    case 'share':
      return 'shared the stream';
    case 'like':
      return `sent ${many(event.count, 'like')}`;
    case 'chat':
      return event.text;
    default:
      return event.type;
  }
}

/** What became of an alert. */
export const STATE_WORDS: Record<AlertState, string> = {
  queued: 'Waiting',
  started: 'On screen',
  done: 'Shown',
  skipped: 'Skipped',
  expired: 'Not shown in time',
};

/** Whether it still can be skipped. */
export const canSkip = (state: AlertState | null): boolean => state === 'queued' || state === 'started';

const MOST_KNOWN = 1000;

/**
 * What was known and what was just read, newest first and each once. New readings win: states change. A step of a
 * streak that only closes it tells nothing new.
 */
export function merged(known: readonly ActivityItem[], read: readonly ActivityItem[]): ActivityItem[] {
  const byId = new Map([...known, ...read].map((item) => [item.event.id, item]));
  return [...byId.values()]
    .filter(({ event }) => event.type !== 'gift' || event.count > 0)
    .sort((one, other) => other.event.receivedAt - one.event.receivedAt || order(other, one))
    .slice(0, MOST_KNOWN);
}

const order = (one: ActivityItem, other: ActivityItem): number =>
  one.event.id < other.event.id ? -1 : one.event.id > other.event.id ? 1 : 0;

/** Who did it, where anybody did. */
export function actorOf(event: LiveEvent) {
  return 'user' in event ? event.user : undefined;
}
