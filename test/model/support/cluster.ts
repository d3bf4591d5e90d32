import { isMoveCause, type SourceFact } from '#libs/domain';
import { InMemoryLiveSource } from '#libs/live-source';
import { SeededRandom } from '../../chaos/support/random.js';
import { Checker } from './checker.js';
import { BrokerTable } from './in-memory-broker-repository.js';
import { ModelNode } from './model-node.js';
import { ModelProcess } from './model-process.js';
import { ModelRedis, trueRedis, type RedisMakers } from './model-redis.js';
import { ModelSupervisor, type SupervisorSetting } from './model-supervisor.js';
import { Network } from './network.js';
import { World } from './world.js';

/** The clocks of the product as shipped, ms. */
export const CLOCKS = {
  ttlMs: 5000,
  renewMs: 1000,
  tickMs: 500,
  spacingMs: 3000,
  settleMs: 6000,
  moveTimeoutMs: 10_000,
  drainMs: 20_000,
};
/** Clocks of processes are off by this much at most. */
const MAX_SKEW_MS = 100;
const MAX_DRIFT = 0.005;
const CHAT_MS = 600;

/** What a planted bug replaces. */
export interface Plant {
  redis?: Partial<RedisMakers>;
  brokers?: (now: () => number, checker: Checker) => BrokerTable;
  supervisor?: Partial<Pick<SupervisorSetting, 'placement' | 'life' | 'settleMs'>>;
}

export interface ClusterSize {
  seed: number;
  nodes: number;
  supervisors: number;
  streamers: number;
}

/** The cluster in virtual time: real worker nodes and placement loops, storage in memory. */
export class ModelCluster {
  readonly world = new World();
  readonly random: SeededRandom;
  readonly network: Network;
  readonly checker: Checker;
  readonly redis: ModelRedis;
  readonly brokers: BrokerTable;
  readonly nodes: ModelNode[] = [];
  readonly supervisors: ModelSupervisor[] = [];
  readonly rooms: InMemoryLiveSource;
  private readonly capacity: number;

  constructor(
    size: ClusterSize,
    private readonly plant: Plant,
  ) {
    const { world } = this;
    const random = new SeededRandom(size.seed);
    this.random = random;
    this.network = new Network(world, random.fork());
    const { spacingMs, ttlMs } = CLOCKS;
    this.checker = new Checker(() => this, { spacingMs, ttlMs, clockSlackMs: MAX_SKEW_MS + 10 });
    const { checker } = this;
    this.redis = new ModelRedis(world, {
      ...{ network: this.network, random: random.fork(), ttlMs: CLOCKS.ttlMs },
      watcher: {
        onGranted: (...seen) => checker.onGranted(...seen),
        onAppended: (...seen) => checker.onAppended(...seen),
      },
      make: { ...trueRedis, ...plant.redis },
    });
    const makeBrokers = plant.brokers ?? ((now, watcher) => new BrokerTable(now, watcher));
    this.brokers = makeBrokers(() => this.network.outside.wallClock(), checker);
    this.rooms = new InMemoryLiveSource(() => this.network.outside.wallClock());
    this.capacity = size.streamers + 2;
    for (let index = 0; index < size.streamers; index++) this.addStreamer(index);
    for (let index = 0; index < size.supervisors; index++) this.addSupervisor();
    for (let index = 0; index < size.nodes; index++) this.addNode();
    world.onStep = () => checker.step();
  }

  get streamerIds(): string[] {
    return [...this.brokers.rows.keys()];
  }

  addNode(): ModelNode {
    const process = this.process(`w${this.nodes.length}`);
    const { random } = this;
    const lease = { ttlMs: CLOCKS.ttlMs, renewMs: CLOCKS.renewMs };
    const moves = { timeoutMs: CLOCKS.moveTimeoutMs, drainMs: CLOCKS.drainMs };
    const setting = { capacity: this.capacity, lease, moves, random: random.fork().next };
    const node = new ModelNode(process, this.network, this.redis, this.rooms, setting);
    this.nodes.push(node);
    node.start();
    return node;
  }

  addSupervisor(): void {
    const process = this.process(`s${this.supervisors.length}`);
    const { tickMs, spacingMs, ttlMs, settleMs, moveTimeoutMs } = CLOCKS;
    const setting = {
      leaseTtlMs: ttlMs,
      settleMs,
      placement: { tickMs, spacingMs, moveTimeoutMs },
      ...this.plant.supervisor,
    };
    const onDefect = (error: unknown) => this.checker.fail('no defect', String(error));
    const parts = [process, this.network, this.redis, this.brokers] as const;
    const supervisor = process.within(() => new ModelSupervisor(...parts, { ...setting, onDefect }));
    this.supervisors.push(supervisor);
    supervisor.start();
  }

  /** Streamers that are to run and do not, or the other way round; those that nobody serves count as wrong. */
  wrong(): string[] {
    return this.streamerIds.filter((id) => {
      const { desired, generation, cause } = this.brokers.rows.get(id)!;
      const owner = this.redis.leases.owner(id);
      if (!desired) return owner !== undefined || this.nodes.some((node) => node.believes(id) !== undefined);
      const node = this.nodes.find(({ process }) => process.name === owner?.nodeId);
      if (!owner || node?.believes(id) !== owner.generation) return true;
      // A move that did not come about leaves the owner of the generation before where it is.
      const settled = owner.generation === generation || (isMoveCause(cause) && owner.generation < generation);
      return !settled || (!node.takesWork && this.nodes.some((other) => other.takesWork));
    });
  }

  /** Who owns what, as text: the same text twice means that nothing moved. */
  ownership(): string {
    return this.streamerIds
      .map((id) => {
        const owner = this.redis.leases.owner(id);
        return `${id}: ${owner ? `${owner.nodeId}|${owner.generation}` : '-'}`;
      })
      .join(', ');
  }

  private addStreamer(index: number): void {
    const streamerId = `streamer${index}`;
    const handle = `h${index}`;
    const row = { streamerId, desired: true, generation: 0, nodeId: null, assignedAt: null, cause: null };
    this.brokers.rows.set(streamerId, { ...row, streamer: { handle, timeZone: 'UTC' } });
    const room = this.rooms.room(handle);
    if (index % 3 === 2) return;
    room.goLive();
    this.chat(handle, 0);
  }

  private chat(handle: string, count: number): void {
    this.world.at(this.world.now + CHAT_MS * (0.5 + this.random.next()), () => {
      const at = this.network.outside.wallClock();
      const user = { id: '7', handle: 'ada', name: 'Ada', moderator: false, subscriber: false, follower: true };
      const stamp = { id: `chat:${handle}:${count}`, at, receivedAt: at };
      const fact: SourceFact = { type: 'chat', ...stamp, user, text: 'hello', emotes: [] };
      this.network.outside.within(() => this.rooms.room(handle).send(fact));
      this.chat(handle, count + 1);
    });
  }

  private process(name: string): ModelProcess {
    const { random } = this;
    const rate = 1 + (random.next() * 2 - 1) * MAX_DRIFT;
    return new ModelProcess(name, this.world, { rate, skewMs: (random.next() * 2 - 1) * MAX_SKEW_MS });
  }
}
