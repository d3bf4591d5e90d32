import { describe, expect, it } from 'vitest';
import { afterClose, jitteredDelay } from './reconnect.js';

describe('afterClose', () => {
  it.each([4401, 4404])('stops for good and shows nothing after %i', (code) => {
    expect(afterClose(code, 0, Math.random)).toEqual({ do: 'stop', blank: true });
  });

  it('shows nothing and tries every five minutes without a subscription', () => {
    expect(afterClose(4402, 3, Math.random)).toMatchObject({ do: 'retry', blank: true, delay: 300_000 });
  });

  it('comes back soon, with jitter, after a restart, however often it failed before', () => {
    expect(afterClose(1012, 9, () => 1)).toMatchObject({ do: 'retry', blank: false, delay: 1500 });
    expect(afterClose(1012, 9, () => 0)).toMatchObject({ delay: 500 });
  });

  it.each([1013, 4429, 4400, 1009])('waits longer after %i', (code) => {
    expect(afterClose(code, 0, () => 0)).toMatchObject({ do: 'retry', blank: false });
    expect(afterClose(code, 0, () => 0)).toHaveProperty('delay', code === 1013 ? 3333 : 10_000);
  });

  it('keeps full jitter between half a second and half a minute', () => {
    for (let failures = 0; failures < 40; failures += 1) {
      expect(jitteredDelay(failures, () => 0)).toBe(500);
      expect(jitteredDelay(failures, () => 1)).toBeLessThanOrEqual(30_000);
    }
    expect(jitteredDelay(12, () => 1)).toBe(30_000);
  });
});
