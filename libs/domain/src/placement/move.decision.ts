import type { NodeReport, SourceStatus } from '#libs/contracts';
import { isConnected } from '../broker/status-words.js';
import type { Owner } from '../ports/event-log.js';
import type { BrokerRecord } from './broker-repository.port.js';
import { findNodeRoom, type NodeRoom } from './node-room.js';

export type MoveCause = 'drain' | 'rebalance';

/** Gives a broker to the node `to`, while its owner on `leaving` goes on until the new one is ready. */
export interface MoveAction {
  streamerId: string;
  from: number;
  generation: number;
  cause: MoveCause;
  leaving: string;
  to: string;
  /** Its stream is being heard: the new owner connects before it takes over. */
  live: boolean;
}

/** To whom a generation was offered. */
export interface MoveOffer {
  to: string;
  generation: number;
}

export interface MoveInput {
  brokers: readonly BrokerRecord[];
  owners: ReadonlyMap<string, Owner>;
  nodes: readonly NodeReport[];
  /** Of owned brokers. */
  statuses: ReadonlyMap<string, SourceStatus>;
  /** ms. */
  now: number;
  spacingMs: number;
  /** A move that has not come about by then is given up. */
  moveTimeoutMs: number;
  /** Last offers of moves, by streamer, as far as they are known. */
  offered?: ReadonlyMap<string, MoveOffer>;
  limit: number;
}

/** Brokers of the fleet that may be rebalanced in any window. */
const SHARE = 0.05;
const WINDOW_MS = 10_000;
/** Nodes may differ by this much of the mean load before anything is moved for it. */
const TOLERATED_SKEW = 0.2 + 1e-9;
/** A broker that was placed rests for so many spacings before it is moved for balance. */
const REST = 10;

export function isMoveCause(cause: string | null): cause is MoveCause {
  return cause === 'drain' || cause === 'rebalance';
}

const sinceAssigned = (broker: BrokerRecord, now: number) =>
  broker.assignedAt === null ? Number.POSITIVE_INFINITY : Math.abs(now - broker.assignedAt);

/** The owner of the generation before goes on; nothing is wrong with that, also after the move was given up. */
export function isOwnedInMove(broker: BrokerRecord, owner: Owner): boolean {
  return isMoveCause(broker.cause) && owner.generation < broker.generation;
}

/** A node was asked to take it over and may still do so. */
export function isMoving(
  broker: BrokerRecord,
  owner: Owner,
  { now, moveTimeoutMs }: Pick<MoveInput, 'now' | 'moveTimeoutMs'>,
): boolean {
  return isOwnedInMove(broker, owner) && sinceAssigned(broker, now) < moveTimeoutMs;
}

/** While one is under way, leases do not tell yet where it will be. */
function anyMoving(input: MoveInput): boolean {
  return input.brokers.some((broker) => {
    const owner = input.owners.get(broker.streamerId);
    return owner !== undefined && isMoving(broker, owner, input);
  });
}

/** A node that is draining and empty waits for its operator, perhaps for days: that is no reason to move nobody. */
function anyLeaving({ nodes, owners }: MoveInput): boolean {
  const draining = new Set(nodes.filter((node) => node.draining).map((node) => node.nodeId));
  return draining.size > 0 && [...owners.values()].some((owner) => draining.has(owner.nodeId));
}

interface Candidate {
  broker: BrokerRecord;
  owner: Owner;
}

/** Brokers with a settled owner on a node of this kind: those are the ones that can be moved. */
function candidates(input: MoveInput, isOn: (nodeId: string) => boolean): Candidate[] {
  const found: Candidate[] = [];
  for (const broker of input.brokers) {
    const owner = input.owners.get(broker.streamerId);
    if (!owner || !isOn(owner.nodeId) || !broker.desired || !broker.streamer) continue;
    const settled = owner.generation === broker.generation || isOwnedInMove(broker, owner);
    if (!settled || isMoving(broker, owner, input) || sinceAssigned(broker, input.now) < input.spacingMs) continue;
    found.push({ broker, owner });
  }
  return found;
}

/** Who let the last move come to nothing may do so with the next one too. */
function lapsedAt({ broker, owner }: Candidate, { offered }: MoveInput): string | undefined {
  const offer = offered?.get(broker.streamerId);
  return isOwnedInMove(broker, owner) && offer?.generation === broker.generation ? offer.to : undefined;
}

/** Empties nodes that are draining, live streamers first, as far as others have room. */
export function planDrains(input: MoveInput): MoveAction[] {
  const draining = new Set(input.nodes.filter((node) => node.draining).map((node) => node.nodeId));
  if (draining.size === 0) return [];
  const leaving = candidates(input, (nodeId) => draining.has(nodeId));
  const isLive = ({ broker }: Candidate) => isConnected(input.statuses.get(broker.streamerId));
  leaving.sort((one, two) => Number(isLive(two)) - Number(isLive(one)));
  const room = findNodeRoom(input.nodes, input.owners, { expected: true });
  const plan: MoveAction[] = [];
  for (const candidate of leaving.slice(0, input.limit)) {
    const target = room.take(lapsedAt(candidate, input));
    if (!target) break;
    plan.push(move(candidate, 'drain', target.nodeId, isLive(candidate)));
  }
  return plan;
}

/** Brings nodes closer together, by brokers that hear nothing. Call it when nothing else is to be done. */
export function planRebalance(input: MoveInput): MoveAction[] {
  if (anyLeaving(input)) return [];
  const room = findNodeRoom(input.nodes, input.owners, { expected: false });
  if (room.skew() <= TOLERATED_SKEW || anyMoving(input)) return [];
  const movable = restingBrokers(input, room);
  const plan: MoveAction[] = [];
  for (let budget = remainingBudget(input); budget > 0 && room.skew() > TOLERATED_SKEW; budget--) {
    const step = nextStep(room, movable);
    if (!step) break;
    plan.push(step);
  }
  return plan;
}

function remainingBudget({ brokers, now, limit }: MoveInput): number {
  const desired = brokers.filter((broker) => broker.desired).length;
  const recent = brokers.filter((broker) => broker.cause === 'rebalance' && sinceAssigned(broker, now) < WINDOW_MS);
  return Math.min(limit, Math.max(1, Math.floor(desired * SHARE)) - recent.length);
}

/** By node that has more than others: brokers that are neither live nor on their way to it. */
function restingBrokers(input: MoveInput, room: NodeRoom): Map<string, Candidate[]> {
  const byNode = new Map<string, Candidate[]>();
  const emptiest = room.emptiest();
  const full = room.fullestFirst().filter((node) => emptiest && room.improves(node, emptiest));
  const donors = new Set(full.map((node) => node.nodeId));
  for (const candidate of candidates(input, (nodeId) => donors.has(nodeId))) {
    const { broker, owner } = candidate;
    const state = input.statuses.get(broker.streamerId)?.state;
    if (state !== 'offline' && state !== 'blocked') continue;
    if (sinceAssigned(broker, input.now) < REST * input.spacingMs) continue;
    const list = byNode.get(owner.nodeId);
    if (list) list.push(candidate);
    else byNode.set(owner.nodeId, [candidate]);
  }
  return byNode;
}

/** From the fullest node that has one to give to the emptiest; never so that the two change places. */
function nextStep(room: NodeRoom, movable: Map<string, Candidate[]>): MoveAction | undefined {
  for (const donor of room.fullestFirst()) {
    const target = room.emptiest();
    if (!target || !room.improves(donor, target)) return undefined;
    const candidate = movable.get(donor.nodeId)?.pop();
    if (!candidate) continue;
    donor.load -= 1;
    target.load += 1;
    return move(candidate, 'rebalance', target.nodeId, false);
  }
  return undefined;
}

function move({ broker, owner }: Candidate, cause: MoveCause, to: string, live: boolean): MoveAction {
  const { streamerId, generation } = broker;
  return { streamerId, from: generation, generation: generation + 1, cause, leaving: owner.nodeId, to, live };
}
