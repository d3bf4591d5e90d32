import { RedisProjections } from '#libs/redis';
import type { Cluster } from '../../support/cluster.js';
import { OWN_BUILD, type RoleProcess } from '../../support/role-process.js';
import { judgeAlerts, type Performance } from '../support/alert-check.js';
import { ApiLoad } from '../support/api-load.js';
import { AppendWatch } from '../support/append-watch.js';
import { busy, judge, type Busy } from '../support/ownership.js';
import { zero, type Outcome } from '../support/report.js';
import { pass, reached, until, type Act, type Stage } from '../support/stage.js';
import { SteadyGifts } from '../support/steady-gifts.js';
import { gapsTold } from './worker-told.js';

export interface UpgradeOptions {
  streamers: number;
  /** Time between two gifts of a streamer, ms. */
  everyMs: number;
  /** How long the earlier version works on the new schema, ms. */
  mixedMs: number;
}

const ARRIVAL_MS = 60_000;
const SETTLE_MS = 2000;

/** What went wrong while processes were replaced. */
interface Watched {
  earlier: RoleProcess[];
  /** Error lines of each of the earlier processes before the migration. */
  before: Map<RoleProcess, number>;
  died: string[];
}

/**
 * A cluster of an earlier version under load: this version's migrations run beside it, it works and starts again on the
 * new schema, then every process is replaced by this version's, role by role in an order that the seed gives.
 */
export async function upgraded(stage: Stage, options: UpgradeOptions): Promise<Outcome> {
  const { cluster } = stage;
  const from = cluster.build;
  const second = await cluster.addSupervisor();
  const acts = await stage.acts('upgraded', options.streamers);
  const performances: Performance[] = acts.map((act) => ({ act, page: stage.page(act) }));
  await until('welcomes', () => performances.every(({ page }) => page.welcomes > 0));
  using watch = await AppendWatch.start(cluster.redis.url);
  const run: Busy = { acts, watch, gifts: new SteadyGifts(acts, options.everyMs) };
  const ids = acts.map(({ streamer }) => streamer.id);
  await until('totals of every room', () => haveTotals(stage, ids));
  // An earlier version may say that it is ready before it can tell about nodes; this one's word is taken.
  await until('look at the cluster', () => tellsOfNodes(cluster));
  const api = new ApiLoad(cluster, ids);
  await busy(run);
  await until('a round of API calls', () => api.rounds > 0);

  const earlier = cluster.processes;
  const watched: Watched = { earlier, before: new Map(earlier.map((one) => [one, one.failures.length])), died: [] };
  const migratedMs = await migrate(stage);
  await pass(options.mixedMs);
  // What crashes half way through an upgrade is started again as what it was.
  await second.end('SIGKILL');
  cluster.build = from;
  watched.earlier.push(await cluster.addSupervisor());
  cluster.build = OWN_BUILD;
  await pass(options.mixedMs / 2);
  const order = await replaceAll(stage, watched, second);
  await pass(options.mixedMs / 2);

  await api.stop();
  const verdict = await judge(stage, run);
  const sent = run.gifts.sent * acts.length;
  const started = () => performances.reduce((sum, { page }) => sum + page.started, 0);
  await reached(() => started() >= sent, ARRIVAL_MS);
  for (const { page } of performances) page.close();
  const alerts = await judgeAlerts(stage, performances, sent);
  const ledger = await missingInLedger(stage, acts, sent);
  const gaps = await gapsTold(stage, acts);
  const complaints = complaintsOf(watched, cluster.processes);
  return {
    scenario: 'an upgrade under load',
    evidence: [
      ...verdict.evidence,
      ...alerts.evidence,
      ...api.failures.slice(0, 20),
      ...watched.died,
      ...complaints.all,
    ],
    figures: [
      { figure: `replaced in this order: ${order.join(', ')}`, measured: watched.earlier.length - 1 },
      { figure: 'migration under load', measured: migratedMs, unit: 'ms' },
      { figure: 'API calls', measured: api.calls },
      { figure: 'sockets cut', measured: performances.reduce((sum, { page }) => sum + page.closes, 0) },
      zero('API calls that failed', api.failures),
      zero('processes that ended by themselves', watched.died),
      zero('errors logged by the earlier version after the migration', complaints.earlier),
      zero('errors logged by this version', complaints.later),
      zero('gifts missing in the ledger', ledger),
      zero('gaps told', gaps),
      ...verdict.figures,
      ...alerts.figures,
    ],
  };
}

/** As whoever uses a cluster meets it, unless a room has begun this very second. */
async function haveTotals({ redis }: Stage, ids: readonly string[]): Promise<boolean> {
  const readings = await new RedisProjections(redis).read(ids);
  return readings.every((one) => one !== undefined && one.base?.epoch === one.position.epoch);
}

async function tellsOfNodes(cluster: Cluster): Promise<boolean> {
  const answer = await cluster.api('GET', '/nodes');
  await answer.body?.cancel();
  return answer.ok;
}

async function migrate({ cluster }: Stage): Promise<number> {
  const startedAt = performance.now();
  cluster.build = OWN_BUILD;
  await cluster.migrate();
  return Math.round(performance.now() - startedAt);
}

/** One at a time: its successor first, then its end. */
async function replaceAll(stage: Stage, watched: Watched, gone: RoleProcess): Promise<string[]> {
  const { cluster, random } = stage;
  const successors = {
    worker: () => cluster.addWorker(),
    'widget-gateway': () => cluster.addGateway(),
    supervisor: () => cluster.addSupervisor(),
  };
  const order = (['worker', 'widget-gateway', 'supervisor'] as const)
    .map((role) => ({ role, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ role }) => role);
  for (const role of order) {
    for (const one of watched.earlier.filter((process) => process.role === role && process !== gone)) {
      if (!one.running) watched.died.push(`a ${role} of the earlier version: ${one.log.slice(-2000)}`);
      const successor = await successors[role]();
      if (cluster.supervisor === one) cluster.supervisor = successor;
      const at = cluster.gateways.indexOf(one);
      if (at >= 0) cluster.gateways.splice(at, 1);
      await pass(SETTLE_MS);
      await one.end('SIGTERM');
    }
  }
  return order;
}

/** Both: what the earlier version said after the migration, and all that this version said. */
function complaintsOf({ earlier, before }: Watched, processes: readonly RoleProcess[]) {
  const of = (found: readonly RoleProcess[]) =>
    found.flatMap((one) => one.failures.slice(before.get(one) ?? 0).map((line) => `${one.role}: ${line}`));
  const later = processes.filter((one) => !earlier.includes(one));
  const said = { earlier: of(earlier), later: of(later) };
  return { ...said, all: [...said.earlier, ...said.later].slice(0, 20) };
}

async function missingInLedger(stage: Stage, acts: readonly Act[], sent: number): Promise<number> {
  const ids = acts.map(({ streamer }) => `'${streamer.id}'`).join();
  const count = async (): Promise<number> => {
    const [row]: { n: string }[] = await stage.database
      .unitOfWork()
      .execute(`select count(*) as n from ledger_event where type = 'gift' and streamer_id in (${ids})`);
    return Number(row?.n ?? 0);
  };
  await reached(async () => (await count()) >= sent, ARRIVAL_MS);
  return sent - (await count());
}
