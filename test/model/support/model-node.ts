import type { LiveSession, LiveSource, LiveSourceListener, RoomProbe } from '#libs/domain';
import type { InMemoryLiveSource } from '#libs/live-source';
import { WorkerNode } from '../../../apps/worker/src/node/worker-node.js';
import { Consumer } from './in-memory-assignments.js';
import { InMemoryEventLog } from './in-memory-event-log.js';
import { InMemoryLeaseStore } from './in-memory-lease-store.js';
import type { ModelProcess } from './model-process.js';
import { InMemoryMoveOffers, InMemoryNodeRegistry, type ModelRedis } from './model-redis.js';
import type { Network } from './network.js';

/** The rooms of TikTok, heard over the network by one process. */
class RemoteLiveSource implements LiveSource {
  readonly sessions = new Set<LiveSession>();

  constructor(
    private readonly rooms: InMemoryLiveSource,
    private readonly process: ModelProcess,
    private readonly network: Network,
  ) {}

  probe(handle: string): Promise<RoomProbe> {
    return this.network.call(this.process, 'tiktok', () => this.rooms.probe(handle));
  }

  open(where: { handle: string; roomId: string }, listener: LiveSourceListener): Promise<LiveSession> {
    const { network, process } = this;
    const heard: LiveSourceListener = {
      onFacts: (facts, origin) => network.tell(process, 'tiktok', () => listener.onFacts(facts, origin)),
      onEnd: (end) => network.tell(process, 'tiktok', () => listener.onEnd(end)),
    };
    return network.call(process, 'tiktok', async () => {
      const session = await this.rooms.open(where, heard);
      this.sessions.add(session);
      return {
        roomId: session.roomId,
        get lastFrameAt() {
          return session.lastFrameAt;
        },
        close: () => network.call(process, 'tiktok', () => session.close()).catch(() => undefined),
      };
    });
  }
}

/** How the worker keeps its leases, seen from outside: the model judges what it believes, not what it says. */
interface Insight {
  keeper: { held: Map<string, { holder: { generation: number }; suspended: boolean }> };
}

export interface NodeSetting {
  capacity: number;
  lease: { ttlMs: number; renewMs: number };
  moves: { timeoutMs: number; drainMs: number };
}

/** One real worker node, in a process of the model. */
export class ModelNode {
  readonly node: WorkerNode;
  ended = false;
  /** It was told to end and takes nothing any more. */
  leaving = false;
  private readonly source: RemoteLiveSource;

  constructor(
    readonly process: ModelProcess,
    private readonly network: Network,
    redis: ModelRedis,
    rooms: InMemoryLiveSource,
    setting: NodeSetting & { random: () => number },
  ) {
    this.source = new RemoteLiveSource(rooms, process, network);
    const carry = <T>(effect: () => T) => network.call(process, 'redis', effect);
    this.node = process.within(
      () =>
        new WorkerNode({
          nodeId: process.name,
          version: 'model',
          capacity: setting.capacity,
          lease: setting.lease,
          settings: { retry: { baseMs: 500, maxMs: 10_000 }, offlinePollMs: 5000, streakTimeoutMs: 8000 },
          source: this.source,
          log: new InMemoryEventLog(redis.logs, carry),
          leases: new InMemoryLeaseStore(redis.leases, carry),
          registry: new InMemoryNodeRegistry(redis, () => process.world.now, carry),
          assignments: new Consumer(redis.assignments, process, network),
          offers: new InMemoryMoveOffers(redis, () => process.world.now, carry),
          moves: setting.moves,
          clock: { now: () => process.wallClock(), random: setting.random },
        }),
    );
  }

  start(): void {
    // A node that cannot reach Redis when it starts is started again by whoever runs it.
    this.process.within(
      () => void this.node.start().catch(() => this.process.after(1000, () => this.start(), 'timer')),
    );
  }

  /** The operator's commands. */
  drain(on: boolean): void {
    this.process.deliver(() => void (on ? this.node.drainAsOperator() : this.node.resume()));
  }

  get takesWork(): boolean {
    return this.process.alive && !this.leaving && !this.node.describe().draining;
  }

  /** It has run, and reached Redis, without a break for so long. */
  isWellFor(ms: number): boolean {
    const since = this.process.world.now - ms;
    const { alive, frozen, runningSince } = this.process;
    return alive && !frozen && runningSince <= since && this.network.isSoundSince(this.process, 'redis', since);
  }

  /** SIGTERM: hands over, then ends. */
  async stop(): Promise<void> {
    this.leaving = true;
    await this.process.within(async () => {
      await this.node.stop().catch(() => undefined);
      this.kill();
    });
  }

  kill(): void {
    this.ended = true;
    this.process.kill();
    for (const session of this.source.sessions) void session.close();
  }

  /** The generation under which this node writes for a streamer at this moment, if it does. */
  believes(streamerId: string): number | undefined {
    const { alive, frozen } = this.process;
    if (!alive || frozen) return undefined;
    const held = (this.node as unknown as Insight).keeper.held.get(streamerId);
    return held && !held.suspended ? held.holder.generation : undefined;
  }
}
