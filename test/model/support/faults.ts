import fc from 'fast-check';
import type { ClusterSize, ModelCluster } from './cluster.js';
import type { ModelNode } from './model-node.js';
import type { Condition, Service } from './network.js';

/** Faults come within this time, ms. */
export const FAULTS_FROM_MS = 5000;
export const FAULTS_UNTIL_MS = 36_000;
const MAX_FAULT_MS = 16_000;

export const FAULT_KINDS = [
  'kill-node',
  'stop-node',
  'add-node',
  'drain-node',
  'resume-node',
  'freeze-node',
  'freeze-node-at-answer',
  'cut-node',
  'refuse-node',
  'freeze-supervisor',
  'freeze-supervisor-at-answer',
  'cut-supervisor',
  'cut-redis',
  'refuse-redis',
  'wipe-redis',
  'crash-redis',
  'refuse-postgres',
  'cut-postgres',
  'deliver-twice',
  'switch-off',
  'switch-on',
  'supersede',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  kind: FaultKind;
  /** ms */
  at: number;
  /** How long it lasts where it lasts, ms. */
  forMs: number;
  /** Which node, supervisor or streamer; counted round. */
  which: number;
}

export interface Schedule extends ClusterSize {
  faults: Fault[];
}

const fault: fc.Arbitrary<Fault> = fc.record({
  kind: fc.constantFrom(...FAULT_KINDS),
  at: fc.integer({ min: FAULTS_FROM_MS, max: FAULTS_UNTIL_MS }),
  // Short and long alike: what is shorter than a lease is another thing than what is longer.
  forMs: fc.oneof(fc.integer({ min: 100, max: 4000 }), fc.integer({ min: 4000, max: MAX_FAULT_MS })),
  which: fc.nat({ max: 11 }),
});

/** What independent faults meet too seldom: storage that forgets while an owner of old is on its way back. */
const returnToEmptyRedis: fc.Arbitrary<Fault[]> = fc
  .record({
    cut: fault,
    forMs: fc.integer({ min: 6000, max: MAX_FAULT_MS }),
    lead: fc.integer({ min: -200, max: 1000 }),
  })
  .map(({ cut, forMs, lead }) => [
    { ...cut, kind: 'cut-node', forMs },
    { ...cut, kind: 'wipe-redis', at: cut.at + forMs - lead },
  ]);

/** A job that comes a second time when its generation has been followed by another one. */
const lateDelivery: fc.Arbitrary<Fault[]> = fc
  .record({ one: fault, lateMs: fc.integer({ min: 3500, max: 9000 }) })
  .map(({ one, lateMs }) => [
    { ...one, kind: 'deliver-twice', forMs: lateMs },
    { ...one, kind: 'supersede', at: one.at + 50 },
    { ...one, kind: 'supersede', at: one.at + 3400 },
  ]);

const faults: fc.Arbitrary<Fault[]> = fc
  .tuple(
    fc.array(fault, { minLength: 1, maxLength: 8 }),
    fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: returnToEmptyRedis },
      { weight: 1, arbitrary: lateDelivery },
    ),
  )
  .map(([some, more]) => [...some, ...more]);

/** Everything that a run of the model is made from. */
export const schedules: fc.Arbitrary<Schedule> = fc.record({
  seed: fc.nat(),
  nodes: fc.integer({ min: 2, max: 4 }),
  supervisors: fc.integer({ min: 1, max: 3 }),
  streamers: fc.integer({ min: 1, max: 6 }),
  faults,
});

/** Lets a fault happen now. */
export function strike(cluster: ModelCluster, { kind, forMs, which }: Fault): void {
  const nodes = cluster.nodes.filter(({ ended }) => !ended);
  const node = nodes[which % Math.max(1, nodes.length)];
  const supervisor = cluster.supervisors[which % cluster.supervisors.length]!;
  const streamerId = cluster.streamerIds[which % cluster.streamerIds.length]!;
  cluster.checker.note(`-- ${kind} ${node?.process.name}/${supervisor.process.name}/${streamerId} for ${forMs}`);
  switch (kind) {
    case 'add-node':
      if (nodes.length < 6) cluster.addNode();
      return;
    case 'freeze-supervisor':
      return supervisor.process.freeze(forMs);
    case 'freeze-supervisor-at-answer':
      supervisor.process.freezeAfterAnswers = { answers: which + 1, forMs };
      return;
    case 'cut-supervisor':
      return during(cluster, { process: supervisor.process, service: 'redis' }, 'cut', forMs);
    case 'deliver-twice':
      return cluster.redis.assignments.deliverTwice(streamerId, forMs);
    case 'switch-off':
      return change(cluster, streamerId, { desired: false });
    case 'switch-on':
      return change(cluster, streamerId, { desired: true });
    case 'supersede':
      return change(cluster, streamerId, { supersede: true });
    default:
      if (kind.endsWith('redis') || kind.endsWith('postgres')) strikeStorage(cluster, kind, forMs);
      else if (node) strikeNode(cluster, node, { kind, forMs, which });
  }
}

function strikeNode(cluster: ModelCluster, node: ModelNode, { kind, forMs, which }: Omit<Fault, 'at'>): void {
  switch (kind) {
    case 'kill-node':
      return node.kill();
    case 'stop-node':
      return void node.stop();
    case 'drain-node':
      return node.drain(true);
    case 'resume-node':
      return node.drain(false);
    case 'freeze-node':
      return node.process.freeze(forMs);
    case 'freeze-node-at-answer':
      node.process.freezeAfterAnswers = { answers: which + 1, forMs };
      return;
    default:
      during(cluster, { process: node.process, service: 'redis' }, kind === 'refuse-node' ? 'refused' : 'cut', forMs);
  }
}

function strikeStorage(cluster: ModelCluster, kind: FaultKind, forMs: number): void {
  const { redis, checker, supervisors } = cluster;
  const lostConnection = () => {
    for (const supervisor of supervisors) supervisor.process.deliver(() => supervisor.life.lost());
  };
  switch (kind) {
    case 'wipe-redis':
      checker.redisForgot();
      return redis.wipe();
    case 'crash-redis':
      checker.redisForgot();
      redis.crash();
      lostConnection();
      return during(cluster, { service: 'redis' }, 'refused', Math.min(forMs, 4000));
    case 'refuse-redis':
      lostConnection();
      return during(cluster, { service: 'redis' }, 'refused', forMs);
    case 'cut-redis':
      return during(cluster, { service: 'redis' }, 'cut', forMs);
    default:
      during(cluster, { service: 'postgres' }, kind === 'cut-postgres' ? 'cut' : 'refused', forMs);
  }
}

function during(
  cluster: ModelCluster,
  who: { process?: ModelNode['process']; service: Service },
  condition: Condition,
  forMs: number,
): void {
  cluster.network.set(who, condition);
  cluster.world.at(cluster.world.now + forMs, () => cluster.network.set(who, 'ok'));
}

/** The operator's API: it writes to PostgreSQL, so it does nothing while that is away. */
function change(
  cluster: ModelCluster,
  streamerId: string,
  wish: Parameters<ModelCluster['brokers']['change']>[1],
): void {
  if (cluster.network.condition(cluster.network.outside, 'postgres') !== 'ok') return;
  cluster.brokers.change(streamerId, wish);
  cluster.supervisors[0]!.nudge();
}
