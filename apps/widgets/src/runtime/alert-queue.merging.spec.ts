import { beforeEach, describe, expect, it } from 'vitest';
import { gift } from '../../../../test/support/live-events.js';
import { countOf } from './alert.js';
import { AlertQueue, type QueueRules } from './alert-queue.js';
import { TestingClock } from './testing-clock.js';

const RULES: QueueRules = {
  durationMs: 4000,
  maxQueue: 100,
  mergeWindowMs: 30_000,
  timeLimitMs: 600_000,
  minimumCoins: 0,
};

describe('AlertQueue merges', () => {
  let clock: TestingClock;
  let queue: AlertQueue;
  let started: string[];
  let counts: number[];
  let serial: number;

  beforeEach(() => {
    clock = new TestingClock();
    [started, counts, serial] = [[], [], 0];
    const nothing = () => undefined;
    const screen = { show: nothing, update: nothing, remove: nothing };
    queue = new AlertQueue(
      clock,
      { ...screen, hide: (alert) => counts.push(countOf(alert)) },
      { started: (ids) => started.push(...ids), shown: nothing },
      RULES,
    );
  });

  function give(from: string, streak?: { streak: string; total: number }): void {
    queue.accept({ ...gift(`g${(serial += 1)}`, { from, ...streak }), receivedAt: clock.now() });
  }

  it('within the window alone, and streaks always', () => {
    queue.hold('paused', true);
    give('a');
    clock.pass(RULES.mergeWindowMs);
    give('a');
    expect(queue.size).toBe(1);
    clock.pass(RULES.mergeWindowMs + 1);
    give('a', { streak: 's', total: 1 });
    expect(queue.size).toBe(2);
    clock.pass(RULES.mergeWindowMs + 1);
    give('a', { streak: 's', total: 2 });
    expect(queue.size).toBe(2);
    queue.configure({ ...RULES, mergeWindowMs: 0 });
    give('b');
    give('b');
    expect(queue.size).toBe(4);
  });

  it('on screen too, within the window', () => {
    queue.configure({ ...RULES, mergeWindowMs: 1000 });
    give('a');
    clock.pass(1000);
    give('a');
    clock.pass(1001);
    give('a');
    expect(queue.size).toBe(1);
    clock.pass(20_000);
    expect(counts).toEqual([2, 1]);
  });

  it('past the limit what the window keeps apart, and loses nothing', () => {
    queue.configure({ ...RULES, mergeWindowMs: 0, maxQueue: 3 });
    for (let n = 0; n < 20; n += 1) give('a');
    expect(queue.size).toBe(3);
    clock.pass(60_000);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20);
    expect(new Set(started).size).toBe(20);
  });
});
