import { zero, type Outcome } from '../support/report.js';
import { connected, densest, type SigningStage } from '../support/signing-stage.js';
import { pass, reached, until } from '../support/stage.js';

export interface SignRateLimitOptions {
  rooms: number;
  retryAfterSeconds: number;
}

/** The service tells one actor that its key made too many calls; then every room drops. */
export async function signRateLimit(stage: SigningStage, options: SignRateLimitOptions): Promise<Outcome> {
  const { rooms: count, retryAfterSeconds } = options;
  const rooms = await stage.live('limited', count, 120_000);
  const workers = stage.cluster.workers.filter(({ log }) => log.includes('Took on')).length;
  stage.first.counters.reset();
  stage.first.fail({ kind: 'rate-limited', retryAfterSeconds, times: 1 });
  rooms[0]!.room.disturb({ kind: 'terminate' });
  const calls = () => stage.first.counters.recent();
  await until('an answer of 429', () => calls().some(({ outcome }) => outcome === 'rate-limited'));
  const toldAt = calls().find(({ outcome }) => outcome === 'rate-limited')!.at;
  for (const { room } of rooms.slice(1)) room.disturb({ kind: 'terminate' });
  const allBack = await reached(() => rooms.every(connected), 180_000);
  await pass(200);
  const after = calls().filter(({ at, outcome }) => at > toldAt && outcome !== 'rate-limited');
  const inPause = after.filter(({ at }) => at < toldAt + retryAfterSeconds * 1000);
  return {
    scenario: 'a rate limit told to one',
    evidence: inPause.map(({ at, handle }) => `${handle} signed ${at - toldAt} ms after the answer`),
    figures: [
      { figure: 'rooms', measured: count },
      { figure: 'workers', measured: workers },
      { figure: 'pause asked for', measured: retryAfterSeconds, unit: 's' },
      {
        figure: 'last call after the answer',
        measured: Math.max(0, ...inPause.map(({ at }) => at - toldAt)),
        unit: 'ms',
      },
      zero(
        'calls more than a second after the answer',
        inPause.filter(({ at }) => at > toldAt + 1000),
      ),
      { figure: 'calls in the first second after the pause', measured: firstSecond(after, toldAt, retryAfterSeconds) },
      {
        figure: 'most calls in a second afterwards',
        measured: densest(
          after.map(({ at }) => at),
          1000,
        ),
        target: 20,
      },
      zero('rooms not back', allBack ? 0 : rooms.filter((room) => !connected(room))),
    ],
  };
}

function firstSecond(calls: readonly { at: number }[], toldAt: number, pauseSeconds: number): number {
  const end = toldAt + pauseSeconds * 1000;
  return calls.filter(({ at }) => at >= end && at < end + 1000).length;
}
