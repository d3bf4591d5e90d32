import type { StreamChart, StreamSample } from '#libs/contracts';
import { count, many } from '../numbers.js';
import { clockText, durationText, msOf } from '../time.js';

export type Metric = 'viewers' | 'likes' | 'coins';

export interface ChartData {
  /** Seconds, rising. */
  times: number[];
  values: Record<Metric, (number | null)[]>;
  /** Seconds. A gap that lasts ends with the last sample. */
  gaps: readonly (readonly [from: number, to: number])[];
}

/** Samples by column, as the chart takes them. A null where more than two samples are missing breaks the line. */
export function chartData({ samples, gaps, stepMs }: StreamChart): ChartData {
  const times: number[] = [];
  const values: ChartData['values'] = { viewers: [], likes: [], coins: [] };
  let before: number | undefined;
  for (const sample of samples) {
    const at = msOf(sample.at);
    if (before !== undefined && at - before > 3 * stepMs) push(times, values, before + stepMs, undefined);
    push(times, values, at, sample);
    before = at;
  }
  const end = times.at(-1) ?? 0;
  return {
    times,
    values,
    gaps: gaps.map(({ from, to }) => [msOf(from) / 1000, to === null ? end : msOf(to) / 1000] as const),
  };
}

function push(times: number[], values: ChartData['values'], at: number, sample: StreamSample | undefined): void {
  times.push(at / 1000);
  values.viewers.push(sample?.viewers ?? null);
  values.likes.push(sample?.likes ?? null);
  values.coins.push(sample?.coins ?? null);
}

/** The chart in words, for those who do not see it and those who want it short. */
export function chartSummary({ samples, gaps }: StreamChart, now = Date.now()): string {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last) return 'Nothing was measured yet.';
  const peak = samples.reduce((best, sample) => ((sample.viewers ?? -1) > (best.viewers ?? -1) ? sample : best), first);
  const blind = gaps.reduce((sum, { from, to }) => sum + (to === null ? now : msOf(to)) - msOf(from), 0);
  const parts = [
    `${durationText(msOf(last.at) - msOf(first.at))} from ${clockText(first.at, now)}`,
    peak.viewers === null ? 'viewers unknown' : `at most ${many(peak.viewers, 'viewer')} (${clockText(peak.at, now)})`,
    many(last.likes, 'like'),
    many(last.coins, 'coin'),
    blind === 0 ? 'nothing missed' : `${durationText(blind)} without connection, shaded`,
  ];
  return `${parts.join(', ')}.`;
}

/** The value of one moment, for the line under the cursor. */
export function valueAt(data: ChartData, metric: Metric, index: number | null | undefined): string {
  const at = index ?? data.times.length - 1;
  const value = data.values[metric][at];
  return value === null || value === undefined ? 'unknown' : count(value);
}
