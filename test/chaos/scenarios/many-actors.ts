import { Cluster } from '../../support/cluster.js';
import type { StreamerWithKey } from '#libs/contracts';
import { createRedis, RedisLeaseStore, type RedisConnection } from '#libs/redis';
import { coreShare, metricSum, sampleProcess, type ProcessSample } from '../support/process-sample.js';
import { zero, type Figure, type Outcome } from '../support/report.js';
import { pass, until } from '../support/stage.js';

export interface ManyActorsOptions {
  /** Rooms in one worker process, rising. */
  sizes: readonly number[];
  /** How long each size is watched. */
  watchMs: number;
  /** Every room of the largest size owned after a cold start, ms. */
  coldTargetMs: number;
}

export interface LivelyActorsOptions {
  rooms: number;
  /** 1 is the pace of the demo room. */
  pace: number;
  watchMs: number;
}

/** One worker process and what it costs. */
export class ActorHall implements AsyncDisposable {
  private readonly streamers: StreamerWithKey[] = [];

  private constructor(
    readonly cluster: Cluster,
    private readonly redis: RedisConnection,
  ) {}

  static async open(capacity: number): Promise<ActorHall> {
    const limits = { second: 1000, day: 1_000_000 };
    const environment = async ({ url }: { url: string }) => ({
      WORKER_CAPACITY: String(capacity),
      LOG_LEVEL: 'warn',
      // The rooms are what is measured, not the patience with a signing service.
      TIKTOK_SIGN_PROVIDERS: JSON.stringify([{ url, key: 'hall', limits }]),
    });
    const cluster = await Cluster.start({ workers: 1, environment });
    const redis = createRedis({ kind: 'single', url: cluster.redis.url }, 'hall');
    return new ActorHall(cluster, redis);
  }

  get size(): number {
    return this.streamers.length;
  }

  /** Adds streamers with quiet, live rooms, and waits until every room is listened to. Answers how long that took, ms. */
  async growTo(size: number): Promise<number> {
    const { simulator } = this.cluster;
    const before = performance.now();
    while (this.size < size) {
      const handles = Array.from({ length: Math.min(25, size - this.size) }, (_, n) => `hall${this.size + n}`);
      for (const handle of handles) simulator.room(handle).goLive();
      this.streamers.push(...(await Promise.all(handles.map((handle) => this.cluster.createStreamer(handle)))));
    }
    await until('listener in every room', () => simulator.clientCount >= size, 120_000);
    return performance.now() - before;
  }

  async owned(): Promise<number> {
    const leases = new RedisLeaseStore(this.redis, { ttlMs: 1 });
    const owners = await leases.owners(this.streamers.map(({ id }) => id));
    return owners.filter(Boolean).length;
  }

  /** Ends the worker as a power cut would, and starts one anew when its leases are gone: from nothing to all owned, ms. */
  async coldStart(): Promise<{ ownedMs: number; heardMs: number }> {
    const { cluster } = this;
    await cluster.workers[0]!.end('SIGKILL');
    await until('end of every lease', async () => (await this.owned()) === 0, 20_000);
    await until('end of every socket', () => cluster.simulator.clientCount === 0, 20_000);
    const before = performance.now();
    const started = cluster.addWorker();
    await until('owner of all', async () => (await this.owned()) === this.size, 120_000);
    const ownedMs = performance.now() - before;
    await until('listener in every room', () => cluster.simulator.clientCount >= this.size, 120_000);
    cluster.workers.splice(0, cluster.workers.length, await started);
    return { ownedMs, heardMs: performance.now() - before };
  }

  async sample(): Promise<Record<'worker' | 'supervisor', ProcessSample>> {
    const { workers, supervisor } = this.cluster;
    return { worker: await sampleProcess(workers[0]!.pid), supervisor: await sampleProcess(supervisor.pid) };
  }

  async metrics(of: 'worker' | 'supervisor'): Promise<string> {
    const { workers, supervisor } = this.cluster;
    const { url } = of === 'worker' ? workers[0]! : supervisor;
    return await (await fetch(`${url}/metrics`)).text();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.redis.disconnect();
    await this.cluster[Symbol.asyncDispose]();
  }
}

interface Cost {
  rooms: number;
  workerShare: number;
  supervisorShare: number;
  residentMiB: number;
  tickMs: number;
}

async function costOf(hall: ActorHall, watchMs: number): Promise<Cost> {
  const [before, ticksBefore] = [await hall.sample(), await hall.metrics('supervisor')];
  await pass(watchMs);
  const [after, ticksAfter] = [await hall.sample(), await hall.metrics('supervisor')];
  const grown = (name: string) => metricSum(ticksAfter, name) - metricSum(ticksBefore, name);
  const tick = 'streamshape_placement_tick_duration_seconds';
  return {
    rooms: hall.size,
    workerShare: coreShare(before.worker, after.worker),
    supervisorShare: coreShare(before.supervisor, after.supervisor),
    residentMiB: after.worker.residentMiB,
    tickMs: (grown(`${tick}_sum`) / Math.max(1, grown(`${tick}_count`))) * 1000,
  };
}

const round = (value: number, digits = 1) => Number(value.toFixed(digits));

/** Idle rooms in one process: what each costs as their number grows, and how fast all of them are placed from nothing. */
export async function manyActors(hall: ActorHall, options: ManyActorsOptions): Promise<Outcome> {
  const figures: Figure[] = [];
  const costs: Cost[] = [];
  for (const size of options.sizes) {
    const grownMs = await hall.growTo(size);
    await pass(3000);
    const cost = await costOf(hall, options.watchMs);
    costs.push(cost);
    figures.push(
      { figure: `${size} rooms: created to all heard`, measured: Math.round(grownMs), unit: 'ms' },
      perRoom(`${size} rooms: worker time a room`, cost.workerShare, size),
      perRoom(`${size} rooms: supervisor time a room`, cost.supervisorShare, size),
      { figure: `${size} rooms: placement tick`, measured: round(cost.tickMs), unit: 'ms' },
      { figure: `${size} rooms: worker memory`, measured: Math.round(cost.residentMiB), unit: 'MiB' },
    );
  }
  const cold = await hall.coldStart();
  const owned = await hall.owned();
  figures.push(
    { figure: 'cold start to all owned', measured: Math.round(cold.ownedMs), unit: 'ms', target: options.coldTargetMs },
    { figure: 'cold start to all heard', measured: Math.round(cold.heardMs), unit: 'ms' },
    ...memoryOfOneMore(costs),
    zero('rooms without an owner', hall.size - owned),
  );
  return { scenario: 'many idle rooms in one worker', figures, evidence: [] };
}

/** Processor time that one room costs in a second: the same at every size where cost grows in a straight line. */
function perRoom(figure: string, share: number, rooms: number): Figure {
  return { figure, measured: Math.round((share / 100 / rooms) * 1e6), unit: 'µs/s' };
}

function memoryOfOneMore(costs: readonly Cost[]): Figure[] {
  const [first, last] = [costs[0], costs.at(-1)];
  if (!first || !last || first === last) return [];
  const kib = ((last.residentMiB - first.residentMiB) * 1024) / (last.rooms - first.rooms);
  return [{ figure: 'memory of one more room', measured: Math.round(kib), unit: 'KiB' }];
}

/** Busy rooms in one process: nothing is dropped, and the loop stays free. */
export async function livelyActors(hall: ActorHall, options: LivelyActorsOptions): Promise<Outcome> {
  await hall.growTo(options.rooms);
  const rooms = hall.cluster.simulator.listRooms().slice(0, options.rooms);
  for (const [n, room] of rooms.entries()) room.startLively({ pace: options.pace, seed: n + 1 });
  await pass(3000);
  const [before, pageBefore] = [await hall.sample(), await hall.metrics('worker')];
  await pass(options.watchMs);
  const [after, page] = [await hall.sample(), await hall.metrics('worker')];
  for (const room of rooms) room.stopLively();
  const perSecond = (metric: string) =>
    (metricSum(page, metric) - metricSum(pageBefore, metric)) / (options.watchMs / 1000);
  const dropped = metricSum(
    page
      .split('\n')
      .filter((line) => line.includes('outcome="dropped"'))
      .join('\n'),
    'streamshape_events_total',
  );
  const appends =
    metricSum(page, 'streamshape_append_seconds_count') - metricSum(pageBefore, 'streamshape_append_seconds_count');
  const seconds =
    metricSum(page, 'streamshape_append_seconds_sum') - metricSum(pageBefore, 'streamshape_append_seconds_sum');
  return {
    scenario: 'many lively rooms in one worker',
    evidence: [],
    figures: [
      { figure: 'lively rooms', measured: options.rooms },
      {
        figure: 'messages from TikTok',
        measured: Math.round(perSecond('streamshape_source_messages_total')),
        unit: '/s',
      },
      { figure: 'events appended', measured: Math.round(perSecond('streamshape_events_total')), unit: '/s' },
      { figure: 'append, mean', measured: round((seconds / Math.max(1, appends)) * 1000, 2), unit: 'ms' },
      { figure: 'worker, share of a core', measured: round(coreShare(before.worker, after.worker)), unit: '%' },
      { figure: 'worker memory', measured: Math.round(after.worker.residentMiB), unit: 'MiB' },
      zero('events dropped', dropped),
      zero('rooms that lost their listener', options.rooms - rooms.filter((room) => room.sockets.size > 0).length),
    ],
  };
}
