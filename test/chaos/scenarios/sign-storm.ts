import { zero, type Outcome } from '../support/report.js';
import { connected, densest, type SigningStage } from '../support/signing-stage.js';
import { pass, reached } from '../support/stage.js';

export interface SignStormOptions {
  rooms: number;
  /** Calls that the key may make in a minute. */
  perMinute: number;
  withinMs: number;
}

/** Every room drops at once while the other service is down, and the key has fewer calls a minute than there are rooms. */
export async function signStorm(stage: SigningStage, options: SignStormOptions): Promise<Outcome> {
  const { rooms: count, perMinute, withinMs } = options;
  const rooms = await stage.live('storm', count, withinMs);
  const times: number[] = [];
  let limited = 0;
  let seen = 0;
  const collect = () => {
    const total = stage.first.counters.signCalls();
    const fresh = total === seen ? [] : stage.first.counters.recent().slice(seen - total);
    seen = total;
    times.push(...fresh.map(({ at }) => at));
    limited += fresh.filter(({ outcome }) => outcome === 'rate-limited').length;
  };
  collect();
  stage.second.fail({ kind: 'sign-outage' });
  const from = performance.now();
  const before = stage.first.counters.signCalls();
  for (const { room } of rooms) room.disturb({ kind: 'terminate' });
  await pass(500);
  const allBack = await reached(async () => {
    collect();
    await pass(200);
    return rooms.every(connected);
  }, withinMs);
  collect();
  return {
    scenario: 'all rooms drop at once',
    evidence: [],
    figures: [
      { figure: 'rooms', measured: count },
      { figure: 'calls a minute allowed', measured: perMinute },
      {
        figure: 'most calls in any minute',
        measured: densest(times, 60_000),
        target: perMinute,
        invariant: true,
      },
      zero('answers of 429', limited),
      zero('rooms not back', allBack ? 0 : rooms.filter((room) => !connected(room))),
      { figure: 'calls for all', measured: stage.first.counters.signCalls() - before },
      { figure: 'until all are back', measured: Math.round((performance.now() - from) / 1000), unit: 's' },
      { figure: 'at best, with this limit', measured: Math.max(0, Math.ceil(count / perMinute) - 1) * 60, unit: 's' },
    ],
  };
}
