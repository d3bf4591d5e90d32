import type { GiftList, TestEvent, TestRun } from '#libs/contracts';
import { count, many } from '../../ui/numbers.js';

type GiftItem = GiftList['items'][number];

/** "Rose · 1 coin" */
export const giftWords = ({ name, coins }: GiftItem): string => `${name} · ${many(coins, 'coin')}`;

/** What was sent, for the line that says so. */
export function sentWords(event: TestEvent, gifts: readonly GiftItem[]): string {
  switch (event.kind) {
    case 'gift': {
      const gift = gifts.find(({ id }) => id === event.giftId)?.name ?? 'Rose';
      return `${event.name} sent ${count(event.count)} × ${gift}`;
    }
    case 'streak':
      return `${event.name} began a streak of ${count(event.count)}`;
    case 'follow':
      return `${event.name} followed`;
    case 'share':
      return `${event.name} shared the stream`;
    case 'subscribe':
      return `${event.name} subscribed (${many(event.months, 'month')})`;
    case 'like':
      return `${event.name} sent ${many(event.count, 'like')}`;
    case 'chat':
      return `${event.name} wrote a message`;
    case 'storm':
      return `A storm of ${many(event.events, 'gift')}`;
    case 'recorded':
      return `A recorded stream, ${event.speed} times as fast`;
    default:
      return event satisfies never;
  }
}

const RUNS: Record<string, string> = { streak: 'Streak', storm: 'Gift storm', recorded: 'Recorded stream' };

/** What a test that takes a while says of itself. */
export function runWords({ kind, sent, total, state }: TestRun): string {
  const name = RUNS[kind] ?? 'Test';
  const far = `${count(sent)} of ${count(total)}`;
  if (state === 'running') return `${name}: ${far} sent`;
  if (state === 'stopped') return `${name} stopped after ${far}`;
  return state === 'failed' ? `${name} failed after ${far}` : `${name}: all ${count(total)} sent`;
}

/** Whether it is worth a bar: single events are done as soon as they are sent. */
export function takesAWhile({ kind }: TestRun): boolean {
  return kind in RUNS;
}
