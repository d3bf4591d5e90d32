import type { NodeReport, SourceStatus } from '#libs/contracts';
import type { Owner } from '../ports/event-log.js';
import type { BrokerRecord, OwnerSighting } from './broker-repository.port.js';
import {
  isMoveCause,
  isOwnedInMove,
  planDrains,
  planRebalance,
  type MoveAction,
  type MoveOffer,
} from './move.decision.js';

export interface PlacementInput {
  brokers: readonly BrokerRecord[];
  /** Present leases, by streamer. */
  owners: ReadonlyMap<string, Owner>;
  /** ms. */
  now: number;
  /** The same streamer is assigned at most this often. */
  spacingMs: number;
  /** Until then leases may be missing that their owners still live by (Redis was away): nothing moves. */
  holdUntil: number;
  /** Streamers whose present generation still waits in the queue: assigning again would change nothing. */
  queued: ReadonlySet<string>;
  /** Streamers last known to be live: they go first. */
  live: ReadonlySet<string>;
  /** Who is there to work. */
  nodes: readonly NodeReport[];
  /** Of owned brokers. */
  statuses: ReadonlyMap<string, SourceStatus>;
  /** A move that has not come about by then is given up; its owner stays. */
  moveTimeoutMs: number;
  /** Last offers of moves, by streamer, as far as they are known. */
  offered?: ReadonlyMap<string, MoveOffer>;
  /** What was barred already, by streamer. */
  fenced: ReadonlyMap<string, number>;
  /** Since when nobody has owned a desired broker: the answer to the previous call. */
  unassignedSince: ReadonlyMap<string, number>;
  /** Actions of one kind at most, so that a tick stays short. */
  limit: number;
}

export type AssignCause = 'start' | 'owner-lost' | 'not-taken' | 'superseded' | 'restart';

export interface AssignAction {
  streamerId: string;
  from: number;
  generation: number;
  cause: AssignCause;
}

/** Bars every generation below `generation`. */
export interface FenceAction {
  streamerId: string;
  generation: number;
  cause: 'disabled' | 'superseded';
}

export interface PlacementPlan {
  assign: AssignAction[];
  move: MoveAction[];
  fence: FenceAction[];
  /** Owners that differ from what is stored. */
  sightings: OwnerSighting[];
  unassignedSince: Map<string, number>;
  /** Brokers of deleted streamers that nobody runs any more. */
  retired: string[];
}

/** Brokers that may have to be assigned, so that the caller knows whose place in the queue to look up. */
export function unownedBrokers(brokers: readonly BrokerRecord[], owners: ReadonlyMap<string, Owner>): BrokerRecord[] {
  return brokers.filter((broker) => broker.desired && broker.generation > 0 && !owners.has(broker.streamerId));
}

/** Compares what should run with what runs. Level-triggered: the same input gives the same plan. */
export function decidePlacement(input: PlacementInput): PlacementPlan {
  const plan: PlacementPlan = {
    ...{ assign: [], move: [], fence: [], sightings: [], retired: [] },
    unassignedSince: new Map(),
  };
  for (const broker of input.brokers) {
    const owner = input.owners.get(broker.streamerId);
    if (!broker.desired) stop(broker, owner, input, plan);
    else if (owner && owner.generation >= broker.generation) keep(broker, owner, plan);
    else if (owner && isOwnedInMove(broker, owner)) continue;
    else place(broker, owner, input, plan);
  }
  const since = (action: { streamerId: string }) => plan.unassignedSince.get(action.streamerId) ?? input.now;
  const rank = (action: { streamerId: string }) => (input.live.has(action.streamerId) ? 0 : 1);
  const priorities = new Map(input.brokers.map(({ streamerId, priority = 0 }) => [streamerId, priority]));
  const priority = (action: { streamerId: string }) => priorities.get(action.streamerId) ?? 0;
  plan.assign.sort((one, two) => rank(one) - rank(two) || priority(two) - priority(one) || since(one) - since(two));
  plan.assign.length = Math.min(plan.assign.length, input.limit);
  plan.fence.length = Math.min(plan.fence.length, input.limit);
  plan.move = planMoves(input, plan);
  return plan;
}

/** Who has no owner comes first, then who has to leave, then who sits badly. */
function planMoves(input: PlacementInput, plan: PlacementPlan): MoveAction[] {
  if (input.now < input.holdUntil) return [];
  const drains = planDrains({ ...input, limit: input.limit - plan.assign.length });
  const quiet = drains.length + plan.unassignedSince.size + plan.fence.length === 0;
  return quiet ? planRebalance(input) : drains;
}

function keep(broker: BrokerRecord, owner: Owner, plan: PlacementPlan): void {
  if (broker.nodeId === owner.nodeId && broker.generation === owner.generation) return;
  plan.sightings.push({ streamerId: broker.streamerId, nodeId: owner.nodeId, generation: owner.generation });
}

function stop(broker: BrokerRecord, owner: Owner | undefined, input: PlacementInput, plan: PlacementPlan): void {
  const { streamerId, generation, nodeId } = broker;
  const barred = Math.max(generation, owner ? owner.generation + 1 : 0);
  // A queued assignment can become an owner later, so what was ever given out is barred even while nobody runs it.
  if (owner || (generation > 0 && (input.fenced.get(streamerId) ?? 0) < generation)) {
    plan.fence.push({ streamerId, generation: barred, cause: 'disabled' });
  } else if (!broker.streamer) plan.retired.push(streamerId);
  if (!owner && nodeId !== null) plan.sightings.push({ streamerId, nodeId: null, generation });
}

function place(broker: BrokerRecord, owner: Owner | undefined, input: PlacementInput, plan: PlacementPlan): void {
  const { streamerId, generation, assignedAt } = broker;
  plan.unassignedSince.set(streamerId, input.unassignedSince.get(streamerId) ?? input.now);
  const tooSoon = assignedAt !== null && Math.abs(input.now - assignedAt) < input.spacingMs;
  // A broker that never ran has no owner who could come back: nothing to wait for.
  const held = generation > 0 && input.now < input.holdUntil;
  // A move is offered to one node alone, so nothing of it can be waiting for another one.
  const waits = input.queued.has(streamerId) && !isMoveCause(broker.cause);
  if (!tooSoon && !held && !waits) {
    plan.assign.push({ streamerId, from: generation, generation: generation + 1, cause: causeOf(broker, owner) });
  } else if (owner) {
    plan.fence.push({ streamerId, generation, cause: 'superseded' });
  }
}

function causeOf(broker: BrokerRecord, owner: Owner | undefined): AssignCause {
  if (owner) return 'superseded';
  if (broker.nodeId !== null) return 'owner-lost';
  return broker.assignedAt === null ? 'start' : 'not-taken';
}

/** Nodes that take work and those that hand theirs over. */
export function countNodes(nodes: readonly NodeReport[]): { alive: number; draining: number } {
  return { alive: nodes.length, draining: nodes.filter((node) => node.draining).length };
}
