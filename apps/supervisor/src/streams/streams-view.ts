import type { BlindGap, PastStream, StreamChart, StreamSample } from '#libs/contracts';
import type { ArchivedChart, ArchivedStream, StreamMoment } from '#libs/domain';

const iso = (ms: number) => new Date(ms).toISOString();

/** `to` is null while it lasts. Times in ms. */
interface Gap {
  from: number;
  to: number | null;
}

export function toGap({ from, to }: Gap): BlindGap {
  return { from: iso(from), to: to === null ? null : iso(to) };
}

export function toSample({ at, viewers, likes, coins }: StreamMoment): StreamSample {
  return { at: iso(at), viewers, likes, coins };
}

export function toChart({ stepMs, samples }: ArchivedChart, gaps: readonly Gap[]): StreamChart {
  return { stepMs, samples: samples.map(toSample), gaps: gaps.map(toGap) };
}

export function toPastStream(stream: ArchivedStream): PastStream {
  const { id, startedAt, endedAt, totals, peakViewers, blindMs } = stream;
  const times = { startedAt: startedAt === null ? null : iso(startedAt), endedAt: iso(endedAt) };
  return { id, ...times, totals, peakViewers, blindMs };
}
