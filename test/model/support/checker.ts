import { isMoveCause, type Owner } from '#libs/domain';
import type { BrokerTable } from './in-memory-broker-repository.js';
import type { LeaseEnd } from './lease-table.js';
import type { ModelNode } from './model-node.js';
import type { ModelRedis } from './model-redis.js';
import type { World } from './world.js';

/** A promise of the cluster that did not hold. */
export class Violation extends Error {
  override readonly name = 'Violation';
  constructor(
    readonly promise: string,
    what: string,
  ) {
    super(`${promise}: ${what}`);
  }
}

/** What can be looked at. */
export interface Scene {
  world: World;
  nodes: readonly ModelNode[];
  redis: ModelRedis;
  brokers: BrokerTable;
}

/** What was seen of one streamer. */
interface Seen {
  /** Highest generation whose write was accepted in this life of Redis. */
  written: number;
  /** Highest generation that got the lease in this life of Redis. */
  granted: number;
  /** Highest generation that ever got the lease. */
  newest: number;
  /** Who wrote under a generation, one after another. */
  writers: Map<number, string[]>;
  lastGrant?: { owner: Owner; at: number };
  assignedAt?: number;
  /** How often it was changed or moved on purpose. */
  changes: number;
}

/** A thawed process needs a moment to look at its clock; the resource refuses it meanwhile. */
const AWAKE_MS = 1000;

/** Holds every step against what the cluster promises. */
export class Checker {
  violation: Violation | undefined;
  /** Ownerships given out; grows while anything moves. */
  claims = 0;
  appends = 0;
  /** How often Redis lost what it knew. */
  losses = 0;
  readonly journal: string[] = [];
  private readonly seen = new Map<string, Seen>();

  constructor(
    private readonly cluster: () => Scene,
    private readonly rules: { spacingMs: number; ttlMs: number; clockSlackMs: number },
  ) {}

  fail(promise: string, what: string): void {
    this.note(`VIOLATION ${promise}: ${what}`);
    this.violation ??= new Violation(promise, `${what} (at ${this.time} ms)`);
  }

  note(what: string): void {
    this.journal.push(`${this.time} ${what}`);
  }

  changesOf(streamerId: string): number {
    return this.of(streamerId).changes;
  }

  /** Redis lost what it knew: what it promised before, it cannot keep. */
  redisForgot(): void {
    this.losses += 1;
    for (const seen of this.seen.values()) Object.assign(seen, { written: 0, granted: 0 });
  }

  onGeneration(streamerId: string, from: number, to: number, why: string): void {
    this.note(`${streamerId} generation ${from} -> ${to} (${why})`);
    if (to <= from) this.fail('generations only rise', `${streamerId} went from ${from} to ${to}`);
    const seen = this.of(streamerId);
    if (['changed', 'drain', 'rebalance'].includes(why)) seen.changes += 1;
    if (why === 'changed' || why === 'sighted') return;
    this.claims += 1;
    const { spacingMs, clockSlackMs } = this.rules;
    if (seen.assignedAt !== undefined && this.now - seen.assignedAt < spacingMs - clockSlackMs) {
      this.fail('spacing', `${streamerId} was assigned after ${this.time - seen.assignedAt} ms`);
    }
    seen.assignedAt = this.now;
  }

  onGranted(streamerId: string, owner: Owner, previous: { owner: Owner; end: LeaseEnd } | undefined): void {
    const seen = this.of(streamerId);
    const { nodeId, generation } = owner;
    this.note(`${streamerId} lease ${nodeId}|${generation} (before: ${describe(previous)})`);
    const known = this.cluster().brokers.rows.get(streamerId)?.generation ?? 0;
    if (generation > known) this.fail('no invented generation', `${streamerId} owned at ${generation}, given ${known}`);
    if (generation < seen.granted) {
      this.fail('generations only rise', `${streamerId} granted at ${generation} after ${seen.granted}`);
    }
    const before = seen.lastGrant?.owner;
    if (before && before.generation === generation && before.nodeId !== nodeId && previous?.end === 'preempted') {
      this.fail('one node per generation', `${streamerId} went from ${before.nodeId} to ${nodeId} at ${generation}`);
    }
    seen.granted = Math.max(seen.granted, generation);
    // After a wipe whoever owned it before may take it again, the latest of them last; a new owner may not.
    const ranOut = previous?.end === 'expired' || (previous?.end === 'wiped' && generation > seen.newest);
    if (ranOut && previous.owner.nodeId !== nodeId) this.oldHasStopped(streamerId, previous.owner);
    if (previous) this.madeBeforeBroken(streamerId, generation, previous);
    seen.newest = Math.max(seen.newest, generation);
    seen.lastGrant = { owner, at: this.now };
  }

  onAppended(streamerId: string, owner: Owner, ids: readonly string[]): void {
    const seen = this.of(streamerId);
    const { nodeId, generation } = owner;
    this.appends += ids.length;
    if (generation < seen.written) {
      this.fail('no stale write', `${streamerId} written at ${generation} by ${nodeId} after ${seen.written}`);
    }
    const writers = seen.writers.get(generation) ?? [];
    if (writers.at(-1) !== nodeId) {
      if (writers.includes(nodeId))
        this.fail('nobody comes back', `${streamerId} at ${generation}: ${writers.join()}, ${nodeId}`);
      seen.writers.set(generation, [...writers, nodeId]);
    }
    const holder = this.cluster().redis.leases.owner(streamerId);
    if (holder?.nodeId !== nodeId || holder.generation !== generation) {
      this.fail('owners alone write', `${streamerId} written by ${nodeId}|${generation} beside ${describe(holder)}`);
    }
    seen.written = Math.max(seen.written, generation);
  }

  /** After every step: nobody goes on believing for longer than a lease lasts. */
  step(): void {
    for (const [streamerId, seen] of this.seen) {
      if (!seen.lastGrant || this.now - seen.lastGrant.at < this.rules.ttlMs) continue;
      for (const node of this.cluster().nodes) {
        const generation = node.believes(streamerId);
        if (generation === undefined || this.now - node.process.runningSince < AWAKE_MS) continue;
        if (generation >= seen.lastGrant.owner.generation || node.process.name === seen.lastGrant.owner.nodeId)
          continue;
        const since = `${describe(seen.lastGrant.owner)} took over at ${Math.round(seen.lastGrant.at)}`;
        this.fail('one believer', `${streamerId}: ${node.process.name}|${generation} goes on although ${since}`);
      }
    }
  }

  /** A lease that ran out is granted again: its owner must have stopped by itself before. */
  private oldHasStopped(streamerId: string, old: Owner): void {
    const node = this.cluster().nodes.find(({ process }) => process.name === old.nodeId);
    if (!node || this.now - node.process.runningSince < AWAKE_MS) return;
    if (node.believes(streamerId) === old.generation) {
      this.fail('old stops before new starts', `${streamerId}: ${describe(old)} still writes`);
    }
  }

  /** Who is well and has a streamer that moves goes on until the next one is ready and asks. */
  private madeBeforeBroken(streamerId: string, generation: number, { owner, end }: { owner: Owner; end: LeaseEnd }) {
    const row = this.cluster().brokers.rows.get(streamerId);
    if (!isMoveCause(row?.cause ?? null) || row?.generation !== generation || owner.generation >= generation) return;
    if (end !== 'fenced' && end !== 'preempted') return;
    const node = this.cluster().nodes.find(({ process }) => process.name === owner.nodeId);
    if (!node?.isWellFor(2 * this.rules.ttlMs)) return;
    this.fail('made before broken', `${streamerId} was taken from ${describe(owner)}, who was well`);
  }

  private of(streamerId: string): Seen {
    const seen: Seen = this.seen.get(streamerId) ?? {
      written: 0,
      granted: 0,
      newest: 0,
      writers: new Map(),
      changes: 0,
    };
    this.seen.set(streamerId, seen);
    return seen;
  }

  private get now(): number {
    return this.cluster().world.now;
  }
  private get time(): number {
    return Math.round(this.now);
  }
}

function describe(who: Owner | { owner: Owner; end: LeaseEnd } | undefined): string {
  if (!who) return 'nobody';
  if ('owner' in who) return `${who.owner.nodeId}|${who.owner.generation} ${who.end}`;
  return `${who.nodeId}|${who.generation}`;
}
