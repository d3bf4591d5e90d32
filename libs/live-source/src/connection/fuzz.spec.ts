import { describe, expect, it } from 'vitest';
import { bombs } from '../../test/fuzz/frames.js';
import { FuzzRun } from '../../test/fuzz/fuzz-run.js';

/** Mulberry32. */
function seeded(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, pick: <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)]! };
}

/** The long form is `npm run test:fuzz`. */
describe('small frames that would become large', () => {
  it('are not unpacked', async () => {
    const all = bombs();
    expect(all.every(({ bytes }) => bytes.length < 300 * 1024)).toBe(true);
    const figures = await new FuzzRun(seeded(1)).feed(all);
    expect(figures.failures).toEqual([]);
    expect(figures.outcomes).toEqual({ 'frame undecodable': all.length });
  });
});

describe('mutated frames on the real way from the socket to facts', () => {
  it('end no session, and make no invalid fact', async () => {
    const figures = await new FuzzRun(seeded(20_261_123)).run(1_500);
    expect(figures.failures).toEqual([]);
    expect(figures.facts).toBeGreaterThan(700);
    for (const outcome of ['fact', 'ignored', 'undecodable', 'frame undecodable']) {
      expect(figures.outcomes[outcome], outcome).toBeGreaterThan(0);
    }
    for (const reason of ['far-off-time', 'undecodable', 'falling-count', 'no-user']) {
      expect(figures.suspects[reason], reason).toBeGreaterThan(0);
    }
  }, 30_000);
});
