import { expect, it } from 'vitest';
import { blindText, dayText, spanText } from './stream-words.js';

const none = { coins: 0, gifts: 0, likes: 0, follows: 0, shares: 0, subscribes: 0 };
const stream = {
  id: 's',
  startedAt: new Date('2026-11-03T20:00:00').toISOString(),
  endedAt: new Date('2026-11-03T22:15:00').toISOString(),
  totals: none,
  peakViewers: null,
  blindMs: 0,
};

it('says when a stream was, for how long, and what it missed', () => {
  expect(dayText(stream)).toBe('Tuesday, November 3, 2026');
  expect(spanText(stream)).toBe('20:00 to 22:15, 2 h 15 min');
  expect(spanText({ ...stream, startedAt: null })).toMatch(/^until /);
  expect(blindText(stream)).toBeUndefined();
  expect(blindText({ ...stream, blindMs: 90_000 })).toBe('1 min 30 s without connection');
});
