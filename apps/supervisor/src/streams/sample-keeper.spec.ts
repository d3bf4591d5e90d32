import { describe, expect, it } from 'vitest';
import type { ProjectionReading, StoredSample } from '#libs/domain';
import { createLogger } from '#libs/observability';
import type { SupervisorSettings } from '../supervisor.tokens.js';
import { SampleKeeper } from './sample-keeper.js';
import { sampleOf } from './sample-of.js';

const MINUTE = 60_000;
const NOON = Date.parse('2026-11-23T12:00:00Z');

function reading(at: number, coins: number, changes: Partial<ProjectionReading> = {}): ProjectionReading {
  return {
    ...{ position: { epoch: 'e', offset: 1 }, at, began: 0, base: { epoch: 'e', at: 0 }, zone: 'UTC' },
    ...{ day: '2026-11-23', roomId: 'r', session: '1', counted: { 's.coins': coins, 's.likes': 2 * coins } },
    ...{ before: { day: '', counts: { 's.coins': 100 } }, viewers: { current: 5, cumulative: 9, peak: 7 } },
    ...{ ranks: {}, profiles: new Map(), ...changes },
  };
}

function keeper() {
  const saved: StoredSample[] = [];
  let fails = false;
  const samples = {
    save: async (given: readonly StoredSample[]) => {
      if (fails) throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
      saved.push(...given);
    },
    prune: async () => undefined,
  };
  const settings = { streams: { sampleDays: 400 } } as SupervisorSettings;
  const made = new SampleKeeper(samples, settings, createLogger({ role: 'supervisor', level: 'silent' }));
  const look = async (given: ProjectionReading | undefined) => await made.look([{ streamerId: 's', reading: given }]);
  return { saved, look, breakIt: (broken: boolean) => (fails = broken), made };
}
const brief = (samples: readonly StoredSample[]) => samples.map(({ at, coins }) => [(at - NOON) / MINUTE, coins]);

describe('sampleOf', () => {
  it('is what is shown of the stream, at the beginning of the minute', () => {
    expect(sampleOf('s', reading(NOON + 59_999, 3))).toEqual({
      ...{ streamerId: 's', at: NOON, viewers: 5, peak: 7, likes: 6, coins: 103 },
    });
  });

  it('is nothing between streams, and while older epochs are not counted in', () => {
    const { roomId: _, ...ended } = reading(NOON, 1);
    expect(sampleOf('s', ended)).toBeUndefined();
    expect(sampleOf('s', reading(NOON, 1, { base: { epoch: 'other', at: 1 } }))).toBeUndefined();
    const { viewers: __, ...uncounted } = reading(NOON, 1);
    expect(sampleOf('s', uncounted)).toMatchObject({ viewers: null, peak: null });
  });
});

describe('SampleKeeper', () => {
  it('keeps the first reading of each minute, and how the stream ended', async () => {
    const { saved, look } = keeper();
    for (let second = 0; second <= 130; second += 10) await look(reading(NOON + second * 1000, second));
    expect(brief(saved)).toEqual([
      [0, 100],
      [1, 160],
      [2, 220],
    ]);
    const { roomId: _, ...ended } = reading(NOON + 140_000, 135);
    await look(ended);
    await look(ended);
    expect(brief(saved.slice(3))).toEqual([[2, 235]]);
    await look(reading(NOON + 200_000, 0));
    expect(brief(saved.slice(4))).toEqual([[3, 100]]);
  });

  it('does not say long after a stream that it went on', async () => {
    const { saved, look } = keeper();
    await look(reading(NOON, 1));
    const { roomId: _, ...ended } = reading(NOON + 100 * MINUTE, 2);
    await look(ended);
    expect(brief(saved)).toEqual([
      [0, 101],
      [1, 102],
    ]);
  });

  it('tries again what could not be kept, and waits for a log that cannot be read', async () => {
    const { saved, look, breakIt } = keeper();
    breakIt(true);
    await expect(look(reading(NOON, 1))).rejects.toThrow('postgres failed');
    breakIt(false);
    await look(undefined);
    await look(reading(NOON + 10_000, 2));
    expect(brief(saved)).toEqual([[0, 102]]);
  });

  it('forgets streamers who are gone', async () => {
    const { saved, look, made } = keeper();
    await look(reading(NOON, 1));
    made.forgetAllBut(new Set());
    const { roomId: _, ...ended } = reading(NOON + MINUTE, 2);
    await look(ended);
    expect(saved).toHaveLength(1);
  });
});
