import type { BrokersHealth, NodeReport, SourceStatus } from '#libs/contracts';
import { isStreamersDoing } from '../broker/failure-classes.js';
import { isConnected } from '../broker/status-words.js';
import type { Owner } from '../ports/event-log.js';
import type { BrokerRecord } from './broker-repository.port.js';
import { countNodes } from './placement.decision.js';

/** A desired broker may be without an owner for this long. */
export const UNASSIGNED_LIMIT_MS = 10_000;
/** A broker may try to connect for this long. */
export const UNCONNECTED_LIMIT_MS = 30_000;

export interface BrokerObservation {
  brokers: readonly BrokerRecord[];
  owners: ReadonlyMap<string, Owner>;
  statuses: ReadonlyMap<string, SourceStatus>;
  nodes: readonly NodeReport[];
  /** Since when nobody has owned a desired broker, by streamer. */
  unassignedSince: ReadonlyMap<string, number>;
  /** Since when an owned broker has been trying to connect, by streamer. */
  unconnectedSince: ReadonlyMap<string, number>;
  /** ms. */
  now: number;
}

/** Not only what tries: a broker that is blocked by our doing, as by a refused sign key, is not connected either. */
function isTrying(status: SourceStatus | undefined): boolean {
  if (status?.state === 'blocked') return !isStreamersDoing(status.reason?.code);
  return status?.state === 'connecting' || status?.state === 'retrying';
}

/**
 * Since when each broker has been trying without success. Attempts change the status back and forth, so the time
 * runs from the first one; brokers that are offline, stopped, or blocked by the streamer's own doing are not trying.
 */
export function trackUnconnected(
  previous: ReadonlyMap<string, number>,
  statuses: ReadonlyMap<string, SourceStatus>,
  now: number,
): Map<string, number> {
  const next = new Map<string, number>();
  for (const [streamerId, status] of statuses) {
    if (isTrying(status)) next.set(streamerId, previous.get(streamerId) ?? Math.min(status.since, now));
  }
  return next;
}

/**
 * Who was live when last heard of. Being without an owner, or trying to connect again, does not end a stream; being
 * found offline does.
 */
export function lastKnownLive(
  previous: ReadonlySet<string>,
  statuses: ReadonlyMap<string, SourceStatus>,
  known: ReadonlySet<string>,
): Set<string> {
  const live = new Set<string>();
  for (const id of known) {
    const status = statuses.get(id);
    if (isConnected(status) || (previous.has(id) && (!status || isTrying(status)))) live.add(id);
  }
  return live;
}

/** Whether one broker is as it should be: not desired, offline and blocked by its owner's doing are healthy. */
export function isBrokerHealthy(streamerId: string, observation: BrokerObservation): boolean {
  const { unassignedSince, unconnectedSince, now } = observation;
  const unassigned = unassignedSince.get(streamerId);
  if (unassigned !== undefined && now - unassigned >= UNASSIGNED_LIMIT_MS) return false;
  const unconnected = unconnectedSince.get(streamerId);
  return unconnected === undefined || now - unconnected < UNCONNECTED_LIMIT_MS;
}

/** The body of `GET /health/brokers`: counts over desired brokers; states count for owned ones alone. */
export function summariseBrokers(observation: BrokerObservation): BrokersHealth {
  const desired = observation.brokers.filter((broker) => broker.desired);
  const owned = desired.filter((broker) => observation.owners.has(broker.streamerId));
  const statuses = owned.map((broker) => observation.statuses.get(broker.streamerId));
  const states = statuses.map((status) => status?.state);
  let oldest = observation.now;
  for (const since of observation.unassignedSince.values()) oldest = Math.min(oldest, since);
  const healthy = desired.every((broker) => isBrokerHealthy(broker.streamerId, observation));
  return {
    status: healthy ? 'ok' : 'degraded',
    brokers: {
      desired: desired.length,
      running: owned.length,
      live: statuses.filter(isConnected).length,
      offline: states.filter((state) => state === 'offline').length,
      retrying: states.filter((state) => state === 'connecting' || state === 'retrying').length,
      unassigned: desired.length - owned.length,
      oldestUnassignedSeconds: Math.round((observation.now - oldest) / 1000),
    },
    nodes: countNodes(observation.nodes),
  };
}
