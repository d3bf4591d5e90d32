import { Cluster } from '../../support/cluster.js';
import type { LiveEvent, StreamerWithKey } from '#libs/contracts';
import { Database } from '#libs/persistence';
import { createRedis, RedisEventLog, RedisLeaseStore, type RedisConnection } from '#libs/redis';
import type { EventSpec, TikTokSimulator } from '../../../apps/tiktok-simulator/src/index.js';
import { JournalPage } from './journal-page.js';
import type { SeededRandom } from './random.js';
import { loadWidgetRuntime, type WidgetRuntime } from './widget-runtime.js';

export interface Act {
  streamer: StreamerWithKey;
  room: ReturnType<TikTokSimulator['room']>;
}

export interface Logged {
  offset: number;
  id: string;
  event: LiveEvent;
}

const READ_LIMIT = 500;
let serial = 0;

/** The running product, and what the harness looks at it through. */
export class Stage implements AsyncDisposable {
  private constructor(
    readonly cluster: Cluster,
    readonly random: SeededRandom,
    readonly runtime: WidgetRuntime,
    readonly redis: RedisConnection,
    readonly database: Database,
  ) {}

  /** `build`: what the product is started from, as in `Cluster`. */
  static async start(random: SeededRandom, environment: Record<string, string>, build?: string): Promise<Stage> {
    const cluster = await Cluster.start({ environment, ...(build === undefined ? {} : { build }) });
    await cluster.addGateway();
    const redis = createRedis({ kind: 'single', url: cluster.redis.url }, 'chaos');
    redis.on('error', () => undefined);
    const database = new Database({ url: cluster.postgres.url, poolSize: 1 });
    return new Stage(cluster, random, await loadWidgetRuntime(), redis, database);
  }

  get log(): RedisEventLog {
    return new RedisEventLog(this.redis);
  }

  leases(ttlMs: number): RedisLeaseStore {
    return new RedisLeaseStore(this.redis, { ttlMs });
  }

  /** Streamers who are live, with a worker in each room. */
  async acts(name: string, count: number): Promise<Act[]> {
    const acts: Act[] = [];
    for (let n = 0; n < count; n++) {
      const handle = `${name}${++serial}`;
      const room = this.cluster.simulator.room(handle).goLive();
      acts.push({ room, streamer: await this.cluster.createStreamer(handle) });
    }
    await Promise.all(acts.map(({ room }) => room.waitForClients(1)));
    return acts;
  }

  page(act: Act): JournalPage {
    const random = this.random.fork();
    const gateway = () => random.pick(this.cluster.gateways).url;
    return new JournalPage({ runtime: this.runtime, random, gateway, key: act.streamer.widgetKey });
  }

  /** SIGKILL, and another one in its place. */
  async killGateway(): Promise<void> {
    const { gateways } = this.cluster;
    const victim = this.random.pick(gateways);
    await victim.end('SIGKILL');
    await this.cluster.addGateway();
    gateways.splice(gateways.indexOf(victim), 1);
  }

  async killRedis(awayMs: number): Promise<void> {
    await this.cluster.redis.kill();
    await pass(awayMs);
    await this.cluster.redis.restart();
  }

  /** The whole log of the present epoch. */
  async logged(streamerId: string): Promise<Logged[]> {
    const { epoch, offset: head } = await this.log.head(streamerId);
    const all: Logged[] = [];
    while ((all.at(-1)?.offset ?? 0) < head) {
      const entries = await this.log.read(streamerId, { epoch, offset: all.at(-1)?.offset ?? 0 }, READ_LIMIT);
      if (entries === undefined || entries.length === 0) throw new Error(`The log of ${streamerId} has a hole`);
      for (const { offset, json } of entries) {
        const event = JSON.parse(json) as LiveEvent;
        all.push({ offset, id: event.id, event });
      }
    }
    return all;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.redis.disconnect();
    await this.database.close();
    await this.cluster[Symbol.asyncDispose]();
  }
}

/** A gift that is complete at once, from somebody who sends nothing else, so that no two are merged. */
export function giftFrom(sender: number): EventSpec {
  return {
    type: 'gift',
    gift: { id: 6369, name: 'Lion', diamondCount: 10, type: 2 },
    user: { id: String(sender), handle: `viewer${sender}`, name: `Viewer ${sender}` },
  };
}

export function giftIds(logged: readonly Logged[]): string[] {
  return logged.filter(({ event }) => event.type === 'gift').map(({ id }) => id);
}

/** Who sent the gifts of the log, in its order. */
export function senders(logged: readonly Logged[]): string[] {
  return logged.flatMap(({ event }) => (event.type === 'gift' ? [event.user.id] : []));
}

export async function pass(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

/** Whether `probe` came true within `ms`; one that fails, for example without Redis, is not true yet. */
export async function reached(probe: () => boolean | Promise<boolean>, ms: number): Promise<boolean> {
  const deadline = performance.now() + ms;
  for (;;) {
    const [answer] = await Promise.allSettled([Promise.resolve().then(probe)]);
    if (answer.status === 'fulfilled' && answer.value) return true;
    if (performance.now() > deadline) return false;
    await pass(20);
  }
}

/** Like `reached`, for what has to come true before the scenario can go on. */
export async function until(what: string, probe: () => boolean | Promise<boolean>, ms = 30_000): Promise<void> {
  if (!(await reached(probe, ms))) throw new Error(`No ${what} within ${ms} ms`);
}
