import { expect, it } from 'vitest';
import { BackOff, BackOffs } from './back-off.js';

it('waits longer after each failure, up to a limit, and not at all after a success', () => {
  const backOff = new BackOff(1000, 5000, () => 0);
  expect(backOff.waitMs).toBe(0);
  const waits = [1, 2, 3, 4].map(() => {
    backOff.failed();
    return backOff.waitMs;
  });
  expect(waits).toEqual([1000, 2000, 4000, 5000]);
  backOff.succeeded();
  expect(backOff.waitMs).toBe(0);
  backOff.failed();
  expect(backOff.waitMs).toBe(1000);
});

it('keeps one for each that fails, and forgets what has not failed for long', () => {
  let now = 0;
  const backOffs = new BackOffs(1000, 5000, () => now);
  backOffs.failed('a');
  backOffs.failed('a');
  backOffs.failed('b');
  expect(backOffs.waiting()).toEqual(['a', 'b']);
  now = 1500;
  expect(backOffs.waiting()).toEqual(['a']);
  backOffs.succeeded('a');
  expect(backOffs.waiting()).toEqual([]);
  now = 7000;
  expect(backOffs.waiting()).toEqual([]);
  backOffs.failed('b');
  now = 8500;
  expect(backOffs.waiting()).toEqual([]);
});
