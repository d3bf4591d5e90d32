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
      const number = event.total;
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

/** What a gift is worth in all, a streak with all its steps. */
export const worthOf = (event: LiveEvent): number | undefined =>
  event.type === 'gift' ? event.total * event.gift.coins : undefined;

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
 * What was known and what was just read, newest first and each once. New readings win: states change. Of a streak the
 * furthest step stands for all.
 */
export function merged(known: readonly ActivityItem[], read: readonly ActivityItem[]): ActivityItem[] {
  const byId = new Map<string, ActivityItem>();
  for (const item of [...known, ...read]) {
    if (item.event.type === 'gift' && item.event.count === 0) continue;
    const name = keyOf(item.event);
    const before = byId.get(name);
    if (!before || stepOf(item.event) >= stepOf(before.event)) byId.set(name, item);
  }
  return [...byId.values()]
    .sort((one, other) => other.event.receivedAt - one.event.receivedAt || order(other, one))
    .slice(0, MOST_KNOWN);
}

/** The steps of one streak are one thing that happened. */
export const keyOf = (event: LiveEvent): string =>
  event.type === 'gift' && event.streak ? `streak ${event.streak.id}` : event.id;

const stepOf = (event: LiveEvent): number => (event.type === 'gift' ? event.total : 0);

const order = (one: ActivityItem, other: ActivityItem): number =>
  one.event.id < other.event.id ? -1 : one.event.id > other.event.id ? 1 : 0;

/** Who did it, where anybody did. */
export function actorOf(event: LiveEvent) {
  return 'user' in event ? event.user : undefined;
}
