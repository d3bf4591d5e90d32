import { randomUUID } from 'node:crypto';
import type { BrokerAssignment, LiveEvent } from '#libs/contracts';
import type { AppendBatch, AssignmentConsumer, SourceFact } from '#libs/domain';
import { InMemoryLiveSource, type InMemoryRoom } from '#libs/live-source';
import { RedisEventLog, RedisLeaseStore, RedisMoveOffers, RedisNodeRegistry, type RedisConnection } from '#libs/redis';
import { WorkerNode } from '../../../apps/worker/src/node/worker-node.js';
import { chat } from '../../support/live-events.js';
import { openTestRedis } from '../../support/test-redis.js';
import type { SeededRandom } from '../support/random.js';
import { percentile, zero, type Outcome } from '../support/report.js';
import { pass, reached, until } from '../support/stage.js';

export interface CrashLoopOptions {
  neighbours: number;
  /** Lines of each neighbour in one round, 10 ms apart. */
  lines: number;
  /** Calm and disturbed rounds take turns, so that whatever else the machine does falls on both. */
  rounds: number;
}

interface Actor {
  streamerId: string;
  room: InMemoryRoom;
}

/** Appends as the log does, and notes how long each took. */
class TimedLog extends RedisEventLog {
  readonly latencies = new Map<string, number[]>();
  override async append(batch: AppendBatch) {
    const startedAt = performance.now();
    const result = await super.append(batch);
    const list = this.latencies.get(batch.streamerId) ?? [];
    list.push(performance.now() - startedAt);
    this.latencies.set(batch.streamerId, list);
    return result;
  }
}

/** One worker, and in it an actor whose handler throws at everything that it hears, as fast as it is restarted. */
export async function crashLoop(random: SeededRandom, options: CrashLoopOptions): Promise<Outcome> {
  const redis = openTestRedis();
  const house = new House(redis);
  await house.node.start();
  try {
    return await loop(house, random, options);
  } finally {
    await house.node.stop();
    await redis.quit();
  }
}

class House {
  readonly log: TimedLog;
  readonly crashes = new Map<string, number>();
  readonly released: string[] = [];
  readonly node: WorkerNode;
  private readonly source = new InMemoryLiveSource();
  private give!: (assignment: BrokerAssignment) => Promise<void>;

  constructor(redis: RedisConnection) {
    this.log = new TimedLog(redis);
    const assignments: AssignmentConsumer = {
      start: async (handle) => void (this.give = handle),
      pause: async () => undefined,
      resume: async () => undefined,
      stop: async () => undefined,
    };
    this.node = new WorkerNode({
      ...{ nodeId: `crash-loop-${randomUUID()}`, version: 'test', capacity: 1000 },
      lease: { ttlMs: 5000, renewMs: 1000 },
      moves: { timeoutMs: 1000, drainMs: 500 },
      settings: { retry: { baseMs: 1000, maxMs: 60_000 }, offlinePollMs: 60_000, streakTimeoutMs: 8000 },
      ...{ source: this.source, log: this.log, assignments },
      leases: new RedisLeaseStore(redis, { ttlMs: 5000 }),
      registry: new RedisNodeRegistry(redis, { ttlMs: 5000 }),
      offers: new RedisMoveOffers(redis, { ttlMs: 1000 }),
      observer: {
        onCrash: (streamerId) => this.crashes.set(streamerId, (this.crashes.get(streamerId) ?? 0) + 1),
        onReleased: (streamerId) => this.released.push(streamerId),
      },
    });
  }

  async actor(): Promise<Actor> {
    const streamerId = randomUUID();
    const handle = `loop${streamerId.slice(0, 8)}`;
    const room = this.source.room(handle).goLive();
    await this.give({ streamerId, handle, generation: 1, timeZone: 'UTC' });
    await until('a listener', () => room.listeners === 1);
    return { streamerId, room };
  }

  async lines({ streamerId }: Actor): Promise<string[]> {
    const head = await this.log.head(streamerId);
    const entries = (await this.log.read(streamerId, { ...head, offset: 0 }, 5000)) ?? [];
    const events = entries.map(({ json }) => JSON.parse(json) as LiveEvent);
    return events.flatMap(({ id, type }) => (type === 'chat' ? [id] : []));
  }
}

async function loop(house: House, random: SeededRandom, options: CrashLoopOptions): Promise<Outcome> {
  const neighbours = await Promise.all(Array.from({ length: options.neighbours }, () => house.actor()));
  const thrower = await house.actor();
  const times = { calm: [] as number[], disturbed: [] as number[] };
  const said: string[] = [];
  let disturbedMs = 0;
  for (let round = 0; round < options.rounds * 2; round++) {
    const kind = round % 2 === 0 ? 'calm' : 'disturbed';
    const startedAt = performance.now();
    for (let line = 0; line < options.lines; line++) {
      if (kind === 'disturbed') thrower.room.send(...Array.from({ length: random.between(1, 20) }, poison));
      const id = `${round}-${line}`;
      for (const { room } of neighbours) room.send(chat(id));
      said.push(id);
      await pass(10);
    }
    await reached(async () => (await Promise.all(neighbours.map((one) => house.lines(one)))).every(all(said)), 10_000);
    if (kind === 'disturbed') disturbedMs += performance.now() - startedAt;
    times[kind].push(...neighbours.flatMap(({ streamerId }) => house.log.latencies.get(streamerId) ?? []));
    house.log.latencies.clear();
  }
  const lines = await Promise.all(neighbours.map((one) => house.lines(one)));
  const wrong = lines.filter((ids) => ids.join() !== said.join());
  const crashes = house.crashes.get(thrower.streamerId) ?? 0;
  return {
    scenario: 'one crash-looping actor',
    evidence: [`${crashes} crashes`, ...wrong.map((ids) => `${ids.length} of ${said.length} lines`)],
    figures: [
      { figure: 'others', measured: neighbours.length },
      { figure: 'its crashes', measured: crashes },
      { figure: "others' append p99, calm", measured: tenth(percentile(times.calm, 0.99)), unit: 'ms' },
      { figure: "others' append p99, beside it", measured: tenth(percentile(times.disturbed, 0.99)), unit: 'ms' },
      {
        ...{ figure: 'one to the other', target: 2 },
        measured: tenth(percentile(times.disturbed, 0.99) / percentile(times.calm, 0.99)),
      },
      zero('it did not crash', crashes > 0 ? 0 : 1),
      zero('more crashes than the backing off allows', Math.max(0, Math.ceil(crashes - 2 - (disturbedMs / 1000) * 2))),
      zero('others that crashed', house.crashes.size - Math.min(1, crashes)),
      zero('others with a line lost, doubled or out of order', wrong),
      zero('leases lost', house.released),
    ],
  };
}

/** A fact that throws in the handler of the actor that reads it. */
function poison(): SourceFact {
  return Object.defineProperty(chat(randomUUID()), 'type', {
    enumerable: true,
    get() {
      throw new Error('planted');
    },
  });
}

const all = (said: readonly string[]) => (lines: readonly string[]) => lines.length >= said.length;
const tenth = (value: number) => Math.round(value * 10) / 10;
