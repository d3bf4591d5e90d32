import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RepeatingTask } from './repeating-task.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('RepeatingTask', () => {
  it('runs at once and then at intervals, whatever it throws', async () => {
    const onError = vi.fn();
    const work = vi.fn(async () => {}).mockRejectedValueOnce(new Error('x'));
    const task = new RepeatingTask(100, work, onError);
    task.start();
    await vi.advanceTimersByTimeAsync(350);
    expect(work).toHaveBeenCalledTimes(4);
    expect(onError).toHaveBeenCalledTimes(1);
    await task.stop();
    await vi.advanceTimersByTimeAsync(1000);
    expect(work).toHaveBeenCalledTimes(4);
  });

  it('never runs twice at once, and runs again when nudged meanwhile', async () => {
    let running = 0;
    let most = 0;
    const work = vi.fn(async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 250));
      running--;
    });
    const task = new RepeatingTask(1000, work, () => undefined);
    task.start();
    await vi.advanceTimersByTimeAsync(10);
    task.nudge();
    task.nudge();
    await vi.advanceTimersByTimeAsync(500);
    expect(work).toHaveBeenCalledTimes(2);
    expect(most).toBe(1);
    const stopped = task.stop();
    await vi.advanceTimersByTimeAsync(500);
    await stopped;
    expect(running).toBe(0);
  });

  it('does not wait for ever for a run that never ends', async () => {
    const task = new RepeatingTask(
      1000,
      () => new Promise(() => undefined),
      () => undefined,
    );
    task.start();
    await vi.advanceTimersByTimeAsync(10);
    const stopped = task.stop();
    await vi.advanceTimersByTimeAsync(10_000);
    await stopped;
  });
});
