import { expect, it } from 'vitest';
import { Snowflake } from './snowflake.js';

it('rises without repeats, also when the clock stands still or goes back', () => {
  let now = 1_700_000_000_000;
  const ids = new Snowflake(() => now);
  const made = Array.from({ length: 5_000 }, (_, index) => {
    if (index === 2_500) now -= 60_000;
    return BigInt(ids.next());
  });
  expect(made.every((id, index) => index === 0 || id > (made[index - 1] ?? 0n))).toBe(true);
  expect((made[0] ?? 0n) >> 32n).toBe(1_700_000_000n);
});
