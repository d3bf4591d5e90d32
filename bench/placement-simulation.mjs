import { decidePlacement } from '#libs/domain';

/** As in the product, ms. */
const TICK_MS = 500;
const LEASE_TTL_MS = 5000;
const RENEW_MS = 1000;
const SPACING_MS = 3000;
const MOVE_TIMEOUT_MS = 10_000;
const ACTIONS_PER_TICK = 500;
const NODE_TTL_MS = 5000;
/** What an actuator's batch of 50 actions costs: three calls to Redis one after another, ms. */
const BATCH_MS = 4;
const BATCH = 50;
/** From an offer to the end of a move: the owner learns of it with its next renewal. */
const MOVE_MS = RENEW_MS + 200;
const SLICE_MS = 50;
const LIVE_SHARE = 0.3;

/**
 * A fleet in virtual time: the product's decision, storage and nodes as plain maps. Nodes pull jobs in turn, as workers
 * that wait on one Redis do, at most `startsPerSecond` of them together.
 */
export class PlacementSimulation {
  now = 0;
  owners = new Map();
  /** CPU time of each decision, ms, with what it had to do. */
  ticks = [];
  counts = { assigned: 0, rebalanced: 0, byCause: new Map() };
  queue = { live: [], rest: [] };
  queued = new Set();
  unassignedSince = new Map();
  expiries = [];
  moves = [];
  spacingBroken = 0;
  credit = 0;
  tickDueAt = 0;

  constructor({ streamers, nodes, startsPerSecond = 200, readMsPerThousand = 0, random = mulberry32(1) }) {
    Object.assign(this, { startsPerSecond, random, readMs: (readMsPerThousand * streamers) / 1000 });
    const capacity = Math.ceil((streamers / nodes) * 2);
    this.brokers = Array.from({ length: streamers }, (_, index) => ({
      streamerId: `streamer-${index}`,
      ...{ desired: true, generation: 0, nodeId: null, assignedAt: null, cause: null },
      streamer: { handle: `h${index}`, timeZone: 'UTC' },
    }));
    this.byId = new Map(this.brokers.map((broker) => [broker.streamerId, broker]));
    this.live = new Set(this.brokers.filter(() => random() < LIVE_SHARE).map((broker) => broker.streamerId));
    this.statusOf = new Map(
      this.brokers.map(({ streamerId }) => [
        streamerId,
        { state: this.live.has(streamerId) ? 'live' : 'offline', since: 0 },
      ]),
    );
    this.nodes = Array.from({ length: nodes }, (_, index) => ({
      nodeId: `node-${index}`,
      ...{ capacity, actors: 0, draining: false, version: 'simulated', startedAt: 0 },
      ...{ alive: true, goneAt: Number.POSITIVE_INFINITY, phase: random() * RENEW_MS },
    }));
    this.nodeById = new Map(this.nodes.map((node) => [node.nodeId, node]));
    this.turn = [...this.nodes];
  }

  get owned() {
    return this.owners.size;
  }

  /** Lets time pass until `done`, or `limitMs` have passed. Answers with the time that it took, ms. */
  run(limitMs, done = () => false) {
    const startedAt = this.now;
    while (this.now - startedAt < limitMs && !done()) {
      if (this.now >= this.tickDueAt) this.tick();
      this.expire();
      this.finishMoves();
      this.pull();
      this.now += SLICE_MS;
    }
    return this.now - startedAt;
  }

  /** These nodes are gone at once; their leases run out. Answers with how many streamers they had. */
  kill(share) {
    const dying = this.nodes.filter((node) => node.alive).slice(0, Math.round(this.nodes.length * share));
    const gone = new Set(dying.map((node) => node.nodeId));
    for (const node of dying) Object.assign(node, { alive: false, goneAt: this.now + NODE_TTL_MS });
    this.turn = this.turn.filter((node) => node.alive);
    let orphans = 0;
    for (const [streamerId, owner] of this.owners) {
      if (!gone.has(owner.nodeId)) continue;
      orphans += 1;
      const sinceRenewal = (this.now + this.nodeById.get(owner.nodeId).phase) % RENEW_MS;
      this.expiries.push({ at: this.now - sinceRenewal + LEASE_TTL_MS, streamerId, owner });
    }
    this.expiries.sort((one, two) => one.at - two.at);
    return orphans;
  }

  /** One round of the supervisor: decides with what it sees, acts, and rests for a tick. */
  tick() {
    const input = {
      ...{ brokers: this.brokers, owners: this.owners, queued: this.queued, live: this.live },
      ...{ now: this.now, spacingMs: SPACING_MS, moveTimeoutMs: MOVE_TIMEOUT_MS, holdUntil: 0 },
      nodes: this.nodes.filter((node) => node.goneAt > this.now),
      statuses: this.statusOf,
      ...{ fenced: new Map(), unassignedSince: this.unassignedSince, limit: ACTIONS_PER_TICK },
    };
    const before = process.cpuUsage();
    const plan = decidePlacement(input);
    const { user, system } = process.cpuUsage(before);
    this.ticks.push({ cpuMs: (user + system) / 1000, actions: plan.assign.length + plan.move.length });
    this.unassignedSince = plan.unassignedSince;
    const actedAt = this.now + this.readMs;
    for (const action of plan.assign) this.assign(action, actedAt);
    for (const action of plan.move) this.move(action, actedAt);
    for (const { streamerId, nodeId } of plan.sightings) this.byId.get(streamerId).nodeId = nodeId;
    const actingMs = Math.ceil(plan.assign.length / BATCH) * BATCH_MS;
    this.tickDueAt = actedAt + actingMs + TICK_MS;
  }

  assign({ streamerId, generation, cause }, at) {
    const broker = this.claim(streamerId, generation, cause, at);
    broker.nodeId = null;
    this.counts.assigned += 1;
    this.counts.byCause.set(cause, (this.counts.byCause.get(cause) ?? 0) + 1);
    this.queued.add(streamerId);
    (this.live.has(streamerId) ? this.queue.live : this.queue.rest).push({ streamerId, generation });
  }

  move({ streamerId, generation, cause, to }, at) {
    this.claim(streamerId, generation, cause, at);
    this.counts.rebalanced += 1;
    this.moves.push({ at: at + MOVE_MS, streamerId, generation, to });
  }

  claim(streamerId, generation, cause, at) {
    const broker = this.byId.get(streamerId);
    if (broker.assignedAt !== null && at - broker.assignedAt < SPACING_MS) this.spacingBroken += 1;
    return Object.assign(broker, { generation, cause, assignedAt: at });
  }

  finishMoves() {
    while (this.moves[0]?.at <= this.now) {
      const { streamerId, generation, to } = this.moves.shift();
      const owner = this.owners.get(streamerId);
      const target = this.nodeById.get(to);
      if (!owner || !target.alive || this.byId.get(streamerId).generation !== generation) continue;
      this.nodeById.get(owner.nodeId).actors -= 1;
      this.own(target, streamerId, generation);
    }
  }

  expire() {
    let count = 0;
    while (this.expiries[count]?.at <= this.now) {
      const { streamerId, owner } = this.expiries[count++];
      if (this.owners.get(streamerId) === owner) this.owners.delete(streamerId);
    }
    this.expiries.splice(0, count);
  }

  /** Waiting nodes get jobs in turn, live streamers first, as fast as the brake allows. */
  pull() {
    this.credit = Math.min(this.credit + (this.startsPerSecond * SLICE_MS) / 1000, this.startsPerSecond);
    let asked = 0;
    while (this.credit >= 1 && this.queue.live.length + this.queue.rest.length > 0 && asked < this.turn.length) {
      const node = this.turn.shift();
      this.turn.push(node);
      asked += 1;
      if (node.actors >= node.capacity) continue;
      const { streamerId, generation } = this.queue.live.shift() ?? this.queue.rest.shift();
      this.credit -= 1;
      asked = 0;
      this.queued.delete(streamerId);
      if (this.byId.get(streamerId).generation === generation) this.own(node, streamerId, generation);
    }
  }

  own(node, streamerId, generation) {
    node.actors += 1;
    this.owners.set(streamerId, { nodeId: node.nodeId, generation });
  }
}

function mulberry32(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Cold start, death of a share of the nodes, rest. */
export function simulatePlacement({ streamers, nodes, die, startsPerSecond, readMsPerThousand }) {
  const fleet = new PlacementSimulation({ streamers, nodes, startsPerSecond, readMsPerThousand });
  const everybody = () => fleet.owned === streamers;
  const limitMs = 60_000 + streamers * 20;
  const coldMs = fleet.run(limitMs, everybody);
  const placed = fleet.owned;
  const coldTicks = fleet.ticks.splice(0);
  fleet.run(60_000);
  const idleTicks = fleet.ticks.splice(0);
  const before = { ...fleet.counts };
  const orphans = fleet.kill(die);
  fleet.run(LEASE_TTL_MS + 1);
  const convergenceMs = LEASE_TTL_MS + 1 + fleet.run(limitMs, () => everybody() && fleet.expiries.length === 0);
  const deathTicks = fleet.ticks.splice(0);
  const moved = fleet.counts.assigned - before.assigned;
  fleet.run(60_000);
  const atRest = fleet.counts.assigned - before.assigned - moved;
  const loads = fleet.nodes.filter((node) => node.alive).map((node) => node.actors);
  return {
    ...{ coldMs, placed, orphans, convergenceMs, moved, atRest, owned: fleet.owned },
    ...{ rebalanced: fleet.counts.rebalanced, spacingBroken: fleet.spacingBroken },
    highestGeneration: fleet.brokers.reduce((highest, { generation }) => Math.max(highest, generation), 0),
    load: { least: Math.min(...loads), most: Math.max(...loads) },
    cpu: { cold: summary(coldTicks), idle: summary(idleTicks), deaths: summary(deathTicks) },
  };
}

function summary(ticks) {
  const sorted = ticks.map((tick) => tick.cpuMs).toSorted((one, two) => one - two);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { ticks: sorted.length, medianMs: at(0.5), p95Ms: at(0.95) };
}
