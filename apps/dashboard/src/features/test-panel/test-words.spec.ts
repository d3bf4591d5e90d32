import { describe, expect, it } from 'vitest';
import { testEventSchema, type TestRun } from '#libs/contracts';
import { giftWords, runWords, sentWords, takesAWhile } from './test-words.js';

const gifts = [
  { id: '5655', name: 'Rose', coins: 1 },
  { id: '1', name: 'Lion', coins: 29_999 },
];
const run = (part: Partial<TestRun>): TestRun => ({
  id: 'x',
  kind: 'storm',
  sent: 3,
  total: 60,
  state: 'running',
  ...part,
});

describe('tests in words', () => {
  it.each([
    [{ kind: 'gift', giftId: '1', count: 2 }, 'Test viewer sent 2 × Lion'],
    [{ kind: 'gift', name: 'Mia' }, 'Mia sent 1 × Rose'],
    [{ kind: 'subscribe' }, 'Test viewer subscribed (1 month)'],
    [{ kind: 'like', count: 500 }, 'Test viewer sent 500 likes'],
    [{ kind: 'storm' }, 'A storm of 60 gifts'],
    [{ kind: 'recorded', speed: 8 }, 'A recorded stream, 8 times as fast'],
  ])('%j: %s', (event, expected) => {
    expect(sentWords(testEventSchema.parse(event), gifts)).toBe(expected);
  });

  it('says how far a run is, and how it ended', () => {
    expect(runWords(run({}))).toBe('Gift storm: 3 of 60 sent');
    expect(runWords(run({ state: 'done', sent: 60 }))).toBe('Gift storm: all 60 sent');
    expect(runWords(run({ state: 'stopped' }))).toBe('Gift storm stopped after 3 of 60');
    expect(takesAWhile(run({ kind: 'follow' }))).toBe(false);
  });

  it('names the price of a gift', () => {
    expect(gifts.map(giftWords)).toEqual(['Rose · 1 coin', 'Lion · 29,999 coins']);
  });
});
