import type { BrokerViewState, NodeReport, SourceStatus } from '#libs/contracts';
import type { Owner } from '../ports/event-log.js';
import type { BrokerRecord } from './broker-repository.port.js';
import { isMoving, isOwnedInMove } from './move.decision.js';

/** Everything that is known of one broker at one moment. Times in ms. */
export interface BrokerSituation {
  broker: BrokerRecord;
  /** Who holds its lease. */
  owner: Owner | undefined;
  /** What the owner said of its connection. */
  status: SourceStatus | undefined;
  nodes: readonly NodeReport[];
  /** Its present generation waits in the queue, or is being taken. */
  queued: boolean;
  /** Nothing moves before: Redis came back a moment ago. */
  holdUntil: number;
  /** Since when a desired broker has had no owner. */
  unassignedSince: number | undefined;
  /** A move that has not come about by then is given up. */
  moveTimeoutMs: number;
  now: number;
}

const STATE_OF: Record<SourceStatus['state'], BrokerViewState> = {
  live: 'live',
  offline: 'waiting-offline',
  connecting: 'connecting',
  retrying: 'reconnecting',
  degraded: 'degraded',
  blocked: 'blocked',
  // An owner that has just begun: what is stored is the farewell of the one before.
  stopped: 'connecting',
};

/** The state of a broker in one word. What the last owner said counts while there is an owner. */
export function brokerViewState({ broker, owner, status }: BrokerSituation): BrokerViewState {
  if (!broker.desired) return owner ? 'stopping' : 'off';
  if (!owner) return 'pending';
  return status ? STATE_OF[status.state] : 'connecting';
}

/** Since when it has been in that state, ms; absent when that is not known. */
export function brokerSince(situation: BrokerSituation): number | undefined {
  const state = brokerViewState(situation);
  if (state === 'pending') return situation.unassignedSince;
  return state === 'off' || state === 'stopping' ? undefined : situation.status?.since;
}

export interface Explanation {
  /** Stable, for scripts. */
  code: string;
  /** For people: what is the case, and what to do next. */
  text: string;
}

/** Why a streamer is not live, in words, with the next step; also says that they are. */
export function explainBroker(situation: BrokerSituation): Explanation {
  const { broker, owner } = situation;
  if (!broker.streamer) {
    return say('BROKER.DELETED', 'The streamer was deleted. What is stored of them goes within seconds.');
  }
  if (!broker.desired) {
    return owner
      ? say('BROKER.STOPPING', `Switched off. Node ${owner.nodeId} lets go of it within a second or two.`)
      : say('BROKER.OFF', 'Switched off. Switch the streamer on to follow the room again.');
  }
  return owner ? explainOwned(situation, owner) : explainUnowned(situation);
}

function explainUnowned(situation: BrokerSituation): Explanation {
  const { broker, nodes, queued, holdUntil, unassignedSince, now } = situation;
  if (broker.generation > 0 && now < holdUntil) {
    const text = `Redis came back a moment ago. Nothing is moved before ${clock(holdUntil)}, so that nodes can renew what they hold. Nothing needs doing.`;
    return say('PLACEMENT.SETTLING', text);
  }
  if (nodes.length === 0) {
    return say('PLACEMENT.NO_NODE', 'No worker node is running. Start one, or read the log of the one that should be.');
  }
  const taking = nodes.filter((node) => !node.draining);
  if (taking.length === 0) {
    return say('PLACEMENT.ALL_DRAINING', 'Every worker node is draining. Resume one, or start another.');
  }
  if (taking.every((node) => node.actors >= node.capacity)) {
    const places = taking.reduce((sum, node) => sum + node.capacity, 0);
    const text = `No node has room: all ${places} places are taken. Start another worker, or raise WORKER_CAPACITY.`;
    return say('PLACEMENT.NO_ROOM', text);
  }
  const since = unassignedSince === undefined ? '' : ` since ${clock(unassignedSince)}`;
  if (queued) {
    const text = `Waiting for its turn in the queue${since}. A node takes it within seconds; if this lasts, look at the nodes.`;
    return say('PLACEMENT.QUEUED', text);
  }
  if (broker.nodeId !== null) {
    const text = `Node ${broker.nodeId} let go of it or is gone. Another one takes it over within seconds.`;
    return say('PLACEMENT.OWNER_LOST', text);
  }
  return say('PLACEMENT.PENDING', `Nobody has run it${since}. It is given to a node at the next look, within seconds.`);
}

function explainOwned(situation: BrokerSituation, owner: Owner): Explanation {
  const { broker, nodes, status } = situation;
  if (!nodes.some((node) => node.nodeId === owner.nodeId)) {
    const text = `Node ${owner.nodeId}, which holds it, has fallen silent. If it is gone, another takes over within seconds.`;
    return say('PLACEMENT.NODE_SILENT', text);
  }
  if (isMoving(broker, owner, situation)) {
    const text = `Moving away from node ${owner.nodeId}, which goes on until its successor is ready. Nothing needs doing.`;
    return say('PLACEMENT.MOVING', text);
  }
  if (owner.generation < broker.generation && !isOwnedInMove(broker, owner)) {
    return say('PLACEMENT.RESTARTING', 'Starting again: the old connection ends, and a new one begins within seconds.');
  }
  if (!status || status.state === 'stopped') {
    return say('BROKER.STARTING', `Node ${owner.nodeId} took it on and has said nothing of it yet.`);
  }
  return explainStatus(status);
}

function explainStatus(status: SourceStatus): Explanation {
  const since = `since ${clock(status.since)}`;
  const reason = status.reason ? ` ${status.reason.text}` : '';
  const next = status.nextTryAt === undefined ? '' : ` The next try is at ${clock(status.nextTryAt)}.`;
  const code = status.reason?.code ?? `SOURCE.${status.state.toUpperCase()}`;
  switch (status.state) {
    case 'live':
      return say(code, `Live ${since}.${reason} Nothing needs doing.`);
    case 'offline': {
      const look = status.nextTryAt === undefined ? '' : ` The next look is at ${clock(status.nextTryAt)}.`;
      return say(code, `Offline on TikTok ${since}.${reason}${look} Nothing needs doing until the streamer goes live.`);
    }
    case 'connecting':
      return say(
        code,
        `Connecting to TikTok ${since}.${reason} If this lasts over half a minute, read the node's log.`,
      );
    case 'retrying':
      return say(code, `Not connected ${since}.${reason}${next}`);
    case 'degraded':
      return say(code, `Connected, but not fully ${since}.${reason}${next}`);
    case 'blocked':
      return say(code, `Blocked ${since}: somebody has to act.${reason}${next}`);
    case 'stopped':
      return say(code, `Stopped ${since}.${reason}`);
  }
}

const say = (code: string, text: string): Explanation => ({ code, text });

/** As an operator reads it in logs too: UTC, to the second. */
function clock(ms: number): string {
  return new Date(ms)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');
}
