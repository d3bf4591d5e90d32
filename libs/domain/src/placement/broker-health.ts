import type { BrokersHealth, NodeReport, SourceStatus } from '#libs/contracts';
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

const isTrying = (status: SourceStatus | undefined) => status?.state === 'connecting' || status?.state === 'retrying';

/**
 * Since when each broker has been trying without success. Attempts change the status back and forth, so the time
 * runs from the first one; offline, blocked and stopped brokers are not trying.
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
    if (status?.state === 'live' || (previous.has(id) && (!status || isTrying(status)))) live.add(id);
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
  const states = owned.map((broker) => observation.statuses.get(broker.streamerId)?.state);
  let oldest = observation.now;
  for (const since of observation.unassignedSince.values()) oldest = Math.min(oldest, since);
  const healthy = desired.every((broker) => isBrokerHealthy(broker.streamerId, observation));
  return {
    status: healthy ? 'ok' : 'degraded',
    brokers: {
      desired: desired.length,
      running: owned.length,
      live: states.filter((state) => state === 'live').length,
      offline: states.filter((state) => state === 'offline').length,
      retrying: states.filter((state) => state === 'connecting' || state === 'retrying').length,
      unassigned: desired.length - owned.length,
      oldestUnassignedSeconds: Math.round((observation.now - oldest) / 1000),
    },
    nodes: countNodes(observation.nodes),
  };
}
