import type { BrokerViewState } from '#libs/contracts';

/** States of a connection for whoever runs the server. */
export const BROKER_WORDS: Record<BrokerViewState, { words: string; colour: string }> = {
  live: { words: 'Live', colour: 'green' },
  'waiting-offline': { words: 'Not live', colour: 'gray' },
  connecting: { words: 'Connecting', colour: 'amber' },
  reconnecting: { words: 'Reconnecting', colour: 'amber' },
  degraded: { words: 'Degraded', colour: 'red' },
  blocked: { words: 'Blocked', colour: 'red' },
  pending: { words: 'Waits for a worker', colour: 'red' },
  stopping: { words: 'Stopping', colour: 'gray' },
  off: { words: 'Off', colour: 'gray' },
};
export const BROKER_STATES = Object.keys(BROKER_WORDS) as BrokerViewState[];
