import { percentile, zero, type Outcome } from '../support/report.js';
import { connected, dropAndReturn, type SigningRoom, type SigningStage } from '../support/signing-stage.js';
import { pass, reached, until } from '../support/stage.js';

export interface SignOutageOptions {
  rooms: number;
  outageMs: number;
  /** Rooms that lose their connection while the first service is down, spread over that time. */
  drops: number;
}

/** The first signing service is down, answering errors first and hanging then, while rooms are live and some drop. */
export async function signOutage(stage: SigningStage, options: SignOutageOptions): Promise<Outcome> {
  const { rooms: count, outageMs, drops } = options;
  const rooms = await stage.live('outage', count, 120_000);
  const before = stage.first.counters.signCalls();
  const secondBefore = stage.second.counters.signCalls();
  const [dropped, kept] = [rooms.slice(0, drops), rooms.slice(drops)];
  const entriesBefore = new Map(rooms.map((room) => [room, stage.entries(room)]));
  stage.first.fail({ kind: 'sign-outage' });
  const backMs = await during(stage, dropped, outageMs);
  const callsInOutage = stage.first.counters.signCalls() - before;
  const secondCalls = stage.second.counters.signCalls() - secondBefore;
  const recycled = kept.filter((room) => stage.entries(room) !== entriesBefore.get(room)! || !connected(room));
  stage.first.clearFailures();
  const returned = await returnToFirst(stage, dropped);
  const back = backMs.filter((ms) => ms !== undefined);
  return {
    scenario: 'sign service down',
    evidence: recycled.map(({ handle }) => `${handle} lost a healthy connection`),
    figures: [
      { figure: 'live rooms', measured: count },
      { figure: 'away', measured: Math.round(outageMs / 1000), unit: 's' },
      zero('healthy connections recycled', recycled),
      { figure: 'rooms that dropped', measured: drops },
      zero('not back through the second provider', backMs.length - back.length),
      { figure: 'drop to back, p50', measured: Math.round(percentile(back, 0.5)), unit: 'ms' },
      { figure: 'drop to back, p99', measured: Math.round(percentile(back, 0.99)), unit: 'ms', target: 10_000 },
      { figure: 'calls at the second', measured: secondCalls },
      // Three failures and the probes with a growing delay, on each of two nodes.
      { figure: 'calls at the one that is down', measured: callsInOutage, target: 2 * (3 + 12) },
      zero('not used again when it is back', returned ? 0 : 1),
    ],
  };
}

async function during(
  stage: SigningStage,
  dropped: readonly SigningRoom[],
  outageMs: number,
): Promise<(number | undefined)[]> {
  const pauseMs = outageMs / dropped.length;
  const returns: Promise<number | undefined>[] = [];
  for (const [index, room] of dropped.entries()) {
    if (index === Math.floor(dropped.length / 2)) {
      stage.first.clearFailures();
      stage.first.fail({ kind: 'sign-hung' });
    }
    returns.push(dropAndReturn(room, 60_000));
    await pass(pauseMs);
  }
  return await Promise.all(returns);
}

/** The cool-down has to pass first: rooms drop now and then until one of them is signed by the first service again. */
async function returnToFirst(stage: SigningStage, rooms: readonly SigningRoom[]): Promise<boolean> {
  const before = stage.first.counters.signCalls();
  let next = 0;
  return await reached(async () => {
    const room = rooms[next++ % rooms.length]!;
    room.room.disturb({ kind: 'terminate' });
    await until('a room that is back', () => connected(room), 60_000);
    await pass(1_000);
    return stage.first.counters.signCalls() > before;
  }, 330_000);
}
