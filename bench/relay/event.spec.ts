import { describe, expect, it } from 'vitest';
import { liveEventSchema } from '#libs/contracts';
import { eventOf, MarkReader } from './event.mjs';

const DUE = 12_345_678_901;

describe('an event of the benchmark', () => {
  it.each([false, true])('is a valid one of 331 bytes, alert: %s', (alert) => {
    for (const serial of [0, 7, 99_999_999]) {
      const event = eventOf(serial, DUE, alert);
      expect(liveEventSchema.safeParse(event).success).toBe(true);
      expect(Buffer.byteLength(JSON.stringify(event))).toBe(331);
    }
  });

  it('is found in bytes however they are cut', () => {
    const bytes = Buffer.from([0, 1, 2].map((n) => JSON.stringify(eventOf(n, DUE + n, n === 1))).join('@'));
    for (let cut = 0; cut <= bytes.length; cut++) {
      const found: unknown[] = [];
      const reader = new MarkReader((alert, due, serial) => found.push([alert, due, serial]));
      reader.read(bytes.subarray(0, cut));
      reader.read(bytes.subarray(cut));
      expect(found).toEqual([
        [false, DUE, 0],
        [true, DUE + 1, 1],
        [false, DUE + 2, 2],
      ]);
    }
  });
});
