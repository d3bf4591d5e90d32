import { describe, expect, it } from 'vitest';
import type { StreamChart } from '#libs/contracts';
import { chartData, chartSummary, valueAt } from './chart-data.js';

const start = Date.parse('2026-11-03T20:00:00');
const at = (minutes: number): string => new Date(start + minutes * 60_000).toISOString();
const sample = (minutes: number, viewers: number | null, likes: number, coins: number) => ({
  at: at(minutes),
  viewers,
  likes,
  coins,
});
const chart: StreamChart = {
  stepMs: 60_000,
  samples: [sample(0, 10, 0, 0), sample(1, 1204, 5, 100), sample(20, null, 900, 12_300)],
  gaps: [
    { from: at(2), to: at(4) },
    { from: at(19), to: null },
  ],
};

describe('chartData', () => {
  it('breaks the line where samples are missing', () => {
    const data = chartData(chart);
    expect(data.times).toHaveLength(4);
    expect(data.values.viewers).toEqual([10, 1204, null, null]);
    expect(data.values.coins).toEqual([0, 100, null, 12_300]);
  });

  it('ends a gap that lasts with the last sample', () => {
    expect(chartData(chart).gaps[1]).toEqual([start / 1000 + 19 * 60, start / 1000 + 20 * 60]);
  });

  it('reads the value under the cursor, or the last one', () => {
    const data = chartData(chart);
    expect(valueAt(data, 'viewers', 1)).toBe('1,204');
    expect(valueAt(data, 'coins', null)).toBe('12,300');
    expect(valueAt(data, 'viewers', 3)).toBe('unknown');
  });
});

describe('chartSummary', () => {
  it('says the peak, the totals and what was missed', () => {
    expect(chartSummary(chart, start + 21 * 60_000)).toBe(
      '20 min from 20:00, at most 1,204 viewers (20:01), 900 likes, 12,300 coins, 4 min without connection, shaded.',
    );
    expect(chartSummary({ ...chart, samples: [], gaps: [] })).toBe('Nothing was measured yet.');
  });
});
