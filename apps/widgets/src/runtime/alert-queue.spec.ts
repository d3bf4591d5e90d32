import { beforeEach, describe, expect, it } from 'vitest';
import type { LiveEventOf } from '#libs/contracts';
import { type Alert, countOf, totalCoins } from './alert.js';
import { AlertQueue, type QueueRules } from './alert-queue.js';
import { TestingClock } from './testing-clock.js';

const RULES: QueueRules = {
  durationMs: 4000,
  maxQueue: 100,
  mergeWindowMs: 30_000,
  timeLimitMs: 600_000,
  minimumCoins: 0,
};
const WITH_EXIT = 4400;

type GiftMore = { id?: string; coins?: number; count?: number; total?: number; streak?: string; closed?: boolean };

describe('AlertQueue', () => {
  let clock: TestingClock;
  let queue: AlertQueue;
  let screen: { what: string; count: number; coins: number; base: number }[];
  let started: string[];
  let shown: string[];
  let serial: number;

  const note = (what: string) => (alert: Alert) => {
    screen.push({ what, count: countOf(alert), coins: totalCoins(alert), base: alert.base });
  };
  beforeEach(() => {
    clock = new TestingClock();
    screen = [];
    started = [];
    shown = [];
    serial = 0;
    queue = new AlertQueue(
      clock,
      { show: note('show'), update: note('update'), hide: note('hide'), remove: note('remove') },
      { started: (ids) => started.push(...ids), shown: (ids) => shown.push(...ids) },
      RULES,
    );
  });

  function gift(sender: string, name: string, more: GiftMore = {}): LiveEventOf<'gift'> {
    const { coins = 1, count = 1, total = count, streak, closed } = more;
    return {
      type: 'gift',
      id: more.id ?? `event-${(serial += 1)}`,
      at: clock.now(),
      receivedAt: clock.now(),
      user: { id: sender, handle: sender, name: sender, moderator: false, subscriber: false, follower: false },
      gift: { id: name, name, coins },
      count,
      total,
      coins: coins * count,
      ...(streak ? { streak: { id: streak, state: closed ? 'closed' : 'open' } } : {}),
    };
  }
  const of = (what: string) => screen.filter((entry) => entry.what === what);

  it('shows one after another, and tells started and shown in time', () => {
    queue.accept(gift('a', 'rose', { id: 'one' }));
    queue.accept(gift('b', 'rose', { id: 'two' }));
    expect([started, shown]).toEqual([['one'], []]);
    clock.pass(WITH_EXIT);
    expect([started, shown]).toEqual([['one', 'two'], ['one']]);
    clock.pass(WITH_EXIT);
    expect(shown).toEqual(['one', 'two']);
    expect(of('remove')).toHaveLength(2);
  });

  it.each(['in time', 'twice', 'never'])('counts 36 roses once in one alert when the end comes %s', (end) => {
    for (let total = 1; total <= 36; total += 1) {
      queue.accept(gift('a', 'rose', { streak: 's', total }));
      clock.pass(200);
    }
    const closing = gift('a', 'rose', { streak: 's', total: 36, count: 0, closed: true });
    if (end !== 'never') queue.accept(closing);
    if (end === 'twice') queue.accept({ ...closing, id: 'again' });
    clock.pass(20_000);
    expect(of('show')).toHaveLength(1);
    expect(of('hide')).toEqual([{ what: 'hide', count: 36, coins: 36, base: 0 }]);
    expect(new Set(started)).toEqual(new Set(shown));
  });

  it('lets a streak climb in the queue, too', () => {
    queue.accept(gift('a', 'lion', { coins: 500 }));
    for (let total = 1; total <= 5; total += 1) queue.accept(gift('b', 'rose', { streak: 's', total }));
    expect(queue.size).toBe(1);
    clock.pass(WITH_EXIT);
    expect(of('show')[1]).toMatchObject({ count: 5, coins: 5 });
  });

  it('goes on counting where a streak that left the screen had stopped', () => {
    queue.accept(gift('a', 'rose', { streak: 's', total: 20, count: 20 }));
    clock.pass(10_000);
    queue.accept(gift('a', 'rose', { streak: 's', total: 25, count: 5 }));
    expect(of('show')[1]).toMatchObject({ count: 25, base: 20 });
  });

  it('gives way after twice the duration when others wait', () => {
    queue.accept(gift('a', 'rose', { streak: 's', total: 1 }));
    queue.accept(gift('b', 'rose'));
    for (let total = 2; total <= 100; total += 1) {
      clock.pass(200);
      queue.accept(gift('a', 'rose', { streak: 's', total }));
      if (of('hide').length > 0) break;
    }
    expect(clock.now() - 1_000_000).toBeLessThanOrEqual(8200);
  });

  it('merges the same gift of the same sender, on screen and waiting', () => {
    queue.accept(gift('a', 'rose'));
    queue.accept(gift('a', 'rose'));
    queue.accept(gift('b', 'rose'));
    queue.accept(gift('b', 'rose'));
    expect(queue.size).toBe(1);
    clock.pass(WITH_EXIT);
    expect(of('show')).toMatchObject([{ count: 1 }, { count: 2 }]);
    expect(of('update')).toMatchObject([{ count: 2 }]);
  });

  it('stays within its limit in a storm and loses nothing', () => {
    queue.configure({ ...RULES, maxQueue: 10 });
    for (let i = 0; i < 1000; i += 1) queue.accept(gift(`viewer-${i % 300}`, `gift-${i % 7}`, { coins: 1 + (i % 50) }));
    expect(queue.size).toBe(10);
    clock.pass(30 * WITH_EXIT);
    expect(new Set(started).size).toBe(1000);
    expect(started).toHaveLength(1000);
    const coins = of('hide').reduce((sum, { coins: worth }) => sum + worth, 0);
    expect(coins).toBe(Array.from({ length: 1000 }, (_, i) => 1 + (i % 50)).reduce((a, b) => a + b));
  });

  it('leaves out what another page started, what is too small and what is too old', () => {
    queue.accept(gift('a', 'rose'), true);
    queue.configure({ ...RULES, minimumCoins: 10 });
    queue.accept(gift('b', 'rose'));
    expect(screen).toEqual([]);
    queue.hold('paused', true);
    queue.accept(gift('c', 'lion', { coins: 500 }));
    clock.pass(RULES.timeLimitMs + 1);
    queue.hold('paused', false);
    expect(screen).toEqual([]);
    expect(started).toEqual([]);
  });

  it('shows a streak as soon as it is worth the minimum', () => {
    queue.configure({ ...RULES, minimumCoins: 3 });
    for (let total = 1; total <= 3; total += 1) queue.accept(gift('a', 'rose', { streak: 's', total }));
    expect(screen).toMatchObject([{ what: 'show', count: 3, base: 0 }]);
  });

  it('does not show the mere end of a streak', () => {
    queue.accept(gift('a', 'rose', { streak: 's', total: 9, count: 0, closed: true }));
    expect(screen).toEqual([]);
  });

  it('pauses between alerts and resumes', () => {
    queue.accept(gift('a', 'rose'));
    queue.accept(gift('b', 'rose'));
    queue.hold('paused', true);
    clock.pass(60_000);
    expect(of('show')).toHaveLength(1);
    queue.hold('paused', false);
    expect(of('show')).toHaveLength(2);
  });

  it('skips the one on screen, or the one that is named', () => {
    queue.accept(gift('a', 'rose', { id: 'one' }));
    queue.accept(gift('b', 'rose', { id: 'two' }));
    queue.accept(gift('c', 'rose', { id: 'three' }));
    queue.skip('two');
    queue.skip();
    clock.pass(500);
    expect(started).toEqual(['one', 'two', 'three']);
    expect(of('show')).toHaveLength(2);
  });

  it('drops what was skipped while it was away, and leaves the rest', () => {
    queue.accept(gift('a', 'rose', { id: 'on screen' }));
    queue.accept(gift('b', 'rose', { id: 'two' }));
    queue.accept(gift('c', 'rose', { id: 'three' }));
    queue.replay(gift('d', 'rose', { id: 'again' }));
    queue.drop(['on screen', 'two', 'again', 'unknown']);
    expect(queue.size).toBe(2);
    clock.pass(10 * WITH_EXIT);
    expect(of('show')).toHaveLength(3);
    expect(started).toEqual(['on screen', 'two', 'three']);
    expect(shown).toEqual(['on screen', 'three']);
  });

  it('clears everything for good', () => {
    queue.accept(gift('a', 'rose', { id: 'one' }));
    queue.accept(gift('b', 'rose', { id: 'two' }));
    queue.clear();
    clock.pass(10_000);
    expect(of('show')).toHaveLength(1);
    expect(started).toEqual(['one', 'two']);
  });

  it('replays without a word to the server', () => {
    const event = gift('a', 'rose', { id: 'one' });
    queue.accept(event);
    clock.pass(WITH_EXIT);
    queue.replay(event);
    clock.pass(WITH_EXIT);
    expect(of('show')).toHaveLength(2);
    expect([started, shown]).toEqual([['one'], ['one']]);
  });

  it('replays a part of a streak as it was, while the streak goes on', () => {
    const first = gift('a', 'rose', { id: 'first', streak: 's', total: 5, count: 5 });
    queue.accept(first);
    clock.pass(WITH_EXIT);
    queue.replay(first);
    queue.accept(gift('a', 'rose', { id: 'more', streak: 's', total: 8, count: 3 }));
    clock.pass(2 * WITH_EXIT);
    expect(of('show')).toMatchObject([{ count: 5 }, { count: 5 }, { count: 8, base: 5 }]);
    expect(started).toEqual(['first', 'more']);
  });

  it('goes on after an alert that cannot be drawn', () => {
    const failing = new AlertQueue(
      clock,
      {
        show: () => {
          throw new Error('no such node');
        },
        update: note('update'),
        hide: note('hide'),
        remove: note('remove'),
      },
      { started: (ids) => started.push(...ids), shown: (ids) => shown.push(...ids) },
      RULES,
    );
    failing.accept(gift('a', 'rose'));
    failing.accept(gift('b', 'rose'));
    clock.pass(3 * WITH_EXIT);
    expect(shown).toHaveLength(2);
  });
});
