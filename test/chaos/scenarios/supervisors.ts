import { AppendWatch } from '../support/append-watch.js';
import { busy, generations, judge, moved, retire, type Busy } from '../support/ownership.js';
import { zero, type Figure, type Outcome } from '../support/report.js';
import { pass, reached, until, type Act, type Stage } from '../support/stage.js';
import { SteadyGifts } from '../support/steady-gifts.js';

export interface SupervisorOptions {
  streamers: number;
  everyMs: number;
  /** How long it is away or has company, ms. */
  forMs: number;
}

/** SIGKILL for the supervisor; another one comes later. */
export async function supervisorKilled(stage: Stage, options: SupervisorOptions): Promise<Outcome> {
  return await undisturbed(stage, 'supervisor killed', options, async () => {
    await stage.cluster.supervisor.end('SIGKILL');
    await pass(options.forMs);
    stage.cluster.supervisor = await stage.cluster.addSupervisor();
    await pass(options.forMs);
  });
}

/** SIGSTOP for the supervisor, which goes on with what it believed before. */
export async function supervisorFrozen(stage: Stage, options: SupervisorOptions): Promise<Outcome> {
  return await undisturbed(stage, 'supervisor frozen', options, async () => {
    const { pid } = stage.cluster.supervisor;
    process.kill(pid, 'SIGSTOP');
    try {
      await pass(options.forMs);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await pass(options.forMs);
  });
}

/** Two supervisors place at the same time, also when a worker is killed. */
export async function twoSupervisors(stage: Stage, options: SupervisorOptions): Promise<Outcome> {
  const second = await stage.cluster.addSupervisor();
  const together = () => pass(options.forMs);
  const afterwards = (acts: readonly Act[]) => killWorker(stage, acts, options.forMs);
  try {
    return await undisturbed(stage, 'two supervisors at once', options, together, afterwards);
  } finally {
    await second.end('SIGTERM');
  }
}

async function undisturbed(
  stage: Stage,
  scenario: string,
  options: SupervisorOptions,
  disturb: () => Promise<void>,
  afterwards?: (acts: readonly Act[]) => Promise<{ figures: Figure[]; evidence: string[] }>,
): Promise<Outcome> {
  const acts = await stage.acts('steady', options.streamers);
  using watch = await AppendWatch.start(stage.cluster.redis.url);
  const run: Busy = { acts, watch, gifts: new SteadyGifts(acts, options.everyMs) };
  await busy(run);
  await pass(stage.random.between(0, 10 * options.everyMs));
  const before = await generations(stage, acts);
  await disturb();
  const moves = await moved(stage, acts, before);
  const pause = run.gifts.sent;
  const createdAt = performance.now();
  const newcomers = await stage.acts('newcomer', 1);
  const servedMs = Math.round(performance.now() - createdAt);
  const more = await afterwards?.(acts);
  const from = more ? run.gifts.sent : 0;
  await until('gifts after it', () => run.gifts.sent > pause + 10 && run.gifts.sent > from + 10);
  const verdict = await judge(stage, run, from);
  await retire(stage, [...acts, ...newcomers]);
  return {
    scenario,
    evidence: [...moves, ...(more?.evidence ?? []), ...verdict.evidence],
    figures: [
      { figure: 'live streamers', measured: acts.length },
      { figure: 'away or together', measured: options.forMs / 1000, unit: 's' },
      { figure: 'a new streamer afterwards: created to heard', measured: servedMs, unit: 'ms' },
      zero('moves', moves),
      ...(more?.figures ?? []),
      ...verdict.figures,
    ],
  };
}

/** Whoever it served has exactly one new owner, and stays there. */
async function killWorker(stage: Stage, acts: readonly Act[], watchMs: number) {
  const before = await generations(stage, acts);
  const chosen = stage.random.pick(acts).streamer.id;
  await until('an owner in the logs', () => stage.cluster.ownerOf(chosen) !== undefined);
  const ids = acts.map(({ streamer }) => streamer.id);
  const leases = stage.leases(1);
  const owners = await leases.owners(ids);
  const dead = owners[ids.indexOf(chosen)]?.nodeId;
  const killedAt = performance.now();
  await stage.cluster.ownerOf(chosen)!.end('SIGKILL');
  const replacement = stage.cluster.addWorker();
  const elsewhere = async () => (await leases.owners(ids)).every((owner) => owner && owner.nodeId !== dead);
  await reached(elsewhere, 60_000);
  const movedMs = Math.round(performance.now() - killedAt);
  await Promise.all(acts.map(({ room }) => room.waitForClients(1)));
  await replacement;
  await pass(watchMs);
  const after = await generations(stage, acts);
  const evidence = acts.flatMap(({ room }, n) => {
    const expected = before[n]! + (owners[n]?.nodeId === dead ? 1 : 0);
    return after[n] === expected ? [] : [`${room.handle}: generation ${before[n]} is ${after[n]}, not ${expected}`];
  });
  const lost = owners.filter((owner) => owner?.nodeId === dead).length;
  return {
    evidence,
    figures: [
      { figure: 'streamers of a worker killed beside both', measured: lost },
      { figure: 'kill to all with another owner', measured: movedMs, unit: 'ms' },
      zero('not moved exactly once', evidence),
    ],
  };
}
