import type { BlindGap, SourceStatus } from '#libs/contracts';
import { clockText, durationText, inText, msOf } from '../../ui/time.js';

export type Tone = 'good' | 'calm' | 'busy' | 'bad';

export interface SourceWords {
  tone: Tone;
  headline: string;
  /** Why, and what comes next. */
  text: string;
}

const HEADLINES: Record<SourceStatus['state'], readonly [Tone, string]> = {
  live: ['good', 'Connected to your LIVE'],
  offline: ['calm', 'You are not live'],
  connecting: ['busy', 'Connecting to your LIVE'],
  retrying: ['bad', 'Connection lost, coming back'],
  degraded: ['bad', 'Connected, but not everything arrives'],
  blocked: ['bad', 'TikTok does not let us in'],
  stopped: ['calm', 'The connection is switched off'],
};

const EXPLAINED: Record<SourceStatus['state'], string> = {
  live: 'Everything that happens in your room reaches your widgets.',
  offline: 'We look every few moments and connect by ourselves as soon as you go live.',
  connecting: 'This takes a few seconds.',
  retrying: 'We keep trying. Nothing is needed from you.',
  degraded: 'Some events may be missing. We keep trying to get all of them.',
  blocked: 'Somebody has to act before it can go on.',
  stopped: 'Switch it on in your account settings when you want your widgets to move again.',
};

/** The connection in words, at `now`. */
export function describeSource(status: SourceStatus, now: number): SourceWords {
  const [tone, headline] = HEADLINES[status.state];
  // Words of the server say more where something is wrong; where all is well they only repeat the headline.
  const why = status.state === 'live' ? EXPLAINED.live : (status.reason?.text ?? EXPLAINED[status.state]);
  const next = nextTry(status, now);
  return { tone, headline, text: next ? `${why} ${next}` : why };
}

function nextTry({ state, nextTryAt }: SourceStatus, now: number): string | undefined {
  if (nextTryAt === undefined || state === 'live' || state === 'stopped' || state === 'offline') return undefined;
  return nextTryAt - now < 1000 ? 'Trying again now.' : `Next try ${inText(nextTryAt, now)}.`;
}

/** "since 20:15, for 1 h 20 min" */
export function sinceText(status: SourceStatus, now: number): string {
  return `since ${clockText(status.since, now)}, for ${durationText(now - status.since)}`;
}

export interface MissedWords {
  missed: boolean;
  text: string;
}

/** What may have been missed, in one sentence. */
export function describeGaps(gaps: readonly BlindGap[], live: boolean, now: number): MissedWords {
  const span = live ? 'in this stream' : 'in the last 24 hours';
  if (gaps.length === 0) return { missed: false, text: `Nothing was missed ${span}` };
  const total = gaps.reduce((sum, gap) => sum + gapMs(gap, now), 0);
  const times = gaps.length === 1 ? 'once' : `${gaps.length} times`;
  return {
    missed: true,
    text: `Events may be missing: we were blind ${times}, ${durationText(total)} in all, ${span}`,
  };
}

export function gapMs({ from, to }: BlindGap, now: number): number {
  return Math.max(0, (to === null ? now : msOf(to)) - msOf(from));
}
