import type { Checker } from './checker.js';
import { ModelCluster, type Plant } from './cluster.js';
import { FAULTS_FROM_MS, strike, type Fault, type Schedule } from './faults.js';
import { installVirtualTimers } from './virtual-timers.js';

/** Once every fault is over, everything is as it should be and stays so after this time at most, ms. */
export const REST_BOUND_MS = 20_000;
/** What has been as it should be for this long is at rest, ms: longer than a lease and the spacing together. */
const REST_MS = 9000;
const LOOK_MS = 100;
/** Owners that live through a wipe of Redis have taken their leases again after this time, ms. */
const AFTER_WIPE_MS = 8500;
/** An owner needs a renewal or two before a wipe can find it well, ms. */
const WELL_MS = 2500;

export interface Run {
  steps: number;
  virtualMs: number;
  /** From the end of the faults to rest. */
  restMs: number;
  appends: number;
  claims: number;
  /** Owners that a wipe of Redis found well, and that had to keep their streamers. */
  wiped: number;
  violation: Checker['violation'];
  journal: readonly string[];
}

/** Plays a schedule from cold start to rest, and says which promise broke first, if one did. */
export async function runModel(schedule: Schedule, plant: Plant = {}): Promise<Run> {
  const uninstall = installVirtualTimers();
  try {
    return await play(new ModelCluster(schedule, plant), schedule.faults);
  } finally {
    uninstall();
  }
}

async function play(cluster: ModelCluster, faults: readonly Fault[]): Promise<Run> {
  const { world, checker } = cluster;
  let wiped = 0;
  for (const fault of faults) {
    world.at(fault.at, () => {
      const before = fault.kind === 'wipe-redis' ? wellOwned(cluster) : [];
      strike(cluster, fault);
      const { losses } = checker;
      world.at(world.now + AFTER_WIPE_MS, () => {
        if (checker.losses === losses) wiped += expectKept(cluster, before);
      });
    });
  }
  const faultsEnd = Math.max(FAULTS_FROM_MS, ...faults.map(({ at, forMs }) => at + forMs)) + 1;
  await world.runUntil(faultsEnd, () => checker.violation !== undefined);
  endFaults(cluster);
  const restMs = checker.violation ? 0 : await comeToRest(cluster);
  const { steps, now: virtualMs } = world;
  const { violation, journal, appends, claims } = checker;
  return { steps, virtualMs, restMs, appends, claims, wiped, violation, journal };
}

/** Nothing is broken any more; machines that are gone have been replaced. */
function endFaults(cluster: ModelCluster): void {
  cluster.network.heal();
  for (const { process } of [...cluster.nodes, ...cluster.supervisors]) {
    process.freezeAfterAnswers = undefined;
    process.thaw();
  }
  if (cluster.nodes.every((node) => !node.takesWork)) cluster.addNode();
}

/** Everything desired is owned, nothing else is, and nothing moves any more. Answers with the time that it took. */
async function comeToRest(cluster: ModelCluster): Promise<number> {
  const { world, checker } = cluster;
  const healedAt = world.now;
  let restless = healedAt;
  let last = '';
  let wrong: string[] = [];
  while (world.now - restless < REST_MS && !checker.violation) {
    await world.runUntil(world.now + LOOK_MS, () => checker.violation !== undefined);
    const state = String(checker.claims);
    wrong = cluster.wrong();
    if (wrong.length === 0 && state === last) continue;
    restless = world.now;
    last = state;
    if (restless - healedAt <= REST_BOUND_MS) continue;
    checker.fail('comes to rest', `wrong: ${wrong.join() || 'none'}; ${cluster.ownership()}; ${state} assignments`);
  }
  return restless - healedAt;
}

interface Kept {
  id: string;
  generation: number;
  node: ModelCluster['nodes'][number];
  changes: number;
}

/** Streamers whose owner is well. */
function wellOwned(cluster: ModelCluster): Kept[] {
  return cluster.streamerIds.flatMap((id) => {
    const { generation, desired } = cluster.brokers.rows.get(id)!;
    const node = cluster.nodes.find((one) => one.believes(id) === generation);
    if (!desired || !node || !(node.isWellFor(WELL_MS) && !node.leaving)) return [];
    return [{ id, generation, node, changes: cluster.checker.changesOf(id) }];
  });
}

/** Whoever was well when Redis was wiped, and stayed so, keeps its streamers under the same generation. */
function expectKept(cluster: ModelCluster, before: readonly Kept[]): number {
  const stayed = before.filter(
    ({ id, node, changes }) =>
      node.isWellFor(AFTER_WIPE_MS + WELL_MS) && !node.leaving && cluster.checker.changesOf(id) === changes,
  );
  for (const { id, generation, node } of stayed) {
    if (node.believes(id) === generation && cluster.redis.leases.owner(id)?.nodeId === node.process.name) continue;
    cluster.checker.fail('no mass restart', `${id} left ${node.process.name}|${generation} after Redis was wiped`);
  }
  return stayed.length;
}
