import type { Canary } from '#libs/contracts';

/** The streamer ids of canaries begin like this: every role tells them from customers without asking anybody. */
const CANARY_PREFIX = 'ca9a4100-0000-8000-8000-';

/** The id of the canary of a room; `digest`: twelve hex digits that depend on the handle alone. */
export function canaryId(digest: string): string {
  return `${CANARY_PREFIX}${digest}`;
}

export function isCanary(streamerId: string): boolean {
  return streamerId.startsWith(CANARY_PREFIX);
}

/** One event on its way: ms on the clocks of TikTok, the worker and the page. */
export interface CanaryEvent {
  at: number;
  receivedAt: number;
  shownAt: number;
}

export interface CanarySight {
  /** ms; of the look, and of the beginning of looking. */
  now: number;
  startedAt: number;
  /** The page has its welcome, and what it was told of the source last. */
  welcome: boolean;
  source: string | undefined;
  lastEventAt: number | null;
  /** The newest ones. */
  recent: readonly CanaryEvent[];
}

export interface CanaryLimits {
  lateMs: number;
  silentMs: number;
}

type Verdict = Pick<Canary, 'state' | 'cause' | 'ages'>;

/** Whether events of an always-live room arrive, in time, and where their way ends if they do not. */
export function judgeCanary(sight: CanarySight, { lateMs, silentMs }: CanaryLimits): Verdict {
  const median = (ages: number[]): number | null => {
    const sorted = ages.toSorted((a, b) => a - b);
    return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
  };
  // Clocks differ by some milliseconds: an event is never younger than nothing.
  const age = (from: number, to: number) => Math.max(0, to - from);
  const ages = {
    tiktokToWorker: median(sight.recent.map(({ at, receivedAt }) => age(at, receivedAt))),
    workerToPage: median(sight.recent.map(({ receivedAt, shownAt }) => age(receivedAt, shownAt))),
    tiktokToPage: median(sight.recent.map(({ at, shownAt }) => age(at, shownAt))),
  };
  if (sight.now - (sight.lastEventAt ?? sight.startedAt) > silentMs) {
    const cause = !sight.welcome
      ? 'gateway'
      : sight.source !== 'live' && sight.source !== 'degraded'
        ? 'source'
        : 'events';
    return { state: 'silent', cause, ages };
  }
  if ((ages.tiktokToPage ?? 0) > lateMs) return { state: 'late', cause: 'delay', ages };
  return { state: 'ok', ages };
}
