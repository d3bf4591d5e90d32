import type { LiveEvent } from '#libs/contracts';
import { many } from './numbers.js';

/** What happened, after the name of who did it. */
export function eventWords(event: LiveEvent): string {
  switch (event.type) {
    case 'gift':
      return `sent ${event.gift.name}${event.total > 1 ? ` ×${event.total}` : ''}`;
    case 'follow':
      return 'followed you';
    case 'share':
      return 'shared your LIVE';
    case 'subscribe':
      return event.months && event.months > 1 ? `subscribed, ${many(event.months, 'month')} now` : 'subscribed';
    case 'like':
      return `liked ${many(event.count, 'time')}`;
    case 'join':
      return 'joined';
    case 'chat':
    case 'question':
      return event.text;
    case 'stream.started':
      return 'You went live';
    case 'stream.ended':
      return 'Your LIVE ended';
    case 'source.lost':
      return 'The connection was lost';
    case 'source.restored':
      return 'The connection is back';
    default:
      return event.type;
  }
}

/** Coins of the event, where it has any. */
export function coinsOf(event: LiveEvent): number | undefined {
  return event.type === 'gift' ? event.total * event.gift.coins : undefined;
}
