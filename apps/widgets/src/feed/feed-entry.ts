import type { LiveEvent, LiveUser } from '#libs/contracts';
import { formatCount } from '../ui/numbers.js';
import { cleanText } from '../ui/text.js';

export type FeedKind = 'gift' | 'follow' | 'subscribe' | 'share' | 'join';

/** One line of the feed. All gifts of a streak are one entry. */
export interface FeedEntry {
  id: string;
  kind: FeedKind;
  user: LiveUser;
  words: string;
  /** Gifts so far. */
  count: number;
  coins: number;
  image: string | undefined;
  receivedAt: number;
}

export interface FeedFilter {
  kinds: ReadonlySet<FeedKind>;
  minimumCoins: number;
}

const WORDS: Record<Exclude<FeedKind, 'gift'>, string> = {
  follow: 'followed',
  subscribe: 'subscribed',
  share: 'shared the stream',
  join: 'is here',
};

/** What the feed says of an event; `undefined` where it says nothing. */
export function feedEntryOf(event: LiveEvent, { kinds, minimumCoins }: FeedFilter): FeedEntry | undefined {
  const { type } = event;
  if (type !== 'gift' && type !== 'follow' && type !== 'subscribe' && type !== 'share' && type !== 'join')
    return undefined;
  if (!kinds.has(type)) return undefined;
  const { id, user, receivedAt } = event;
  const common = { kind: type, user, receivedAt, coins: 0, count: 1, image: undefined };
  if (event.type === 'gift') {
    const coins = event.total * event.gift.coins;
    if (coins < minimumCoins || event.total === 0) return undefined;
    const words = `sent ${cleanText(event.gift.name, 60) || 'a gift'}`;
    return { ...common, id: event.streak?.id ?? id, words, coins, count: event.total, image: event.gift.image };
  }
  const months = event.type === 'subscribe' && event.months && event.months > 1 ? event.months : 0;
  const more = months > 0 ? ` for ${formatCount(months)} months` : '';
  return { ...common, id, words: `${WORDS[event.type]}${more}` };
}
