import type { ServerMessage } from '#libs/contracts';

const KNOWN: Record<ServerMessage['event'], true> = {
  welcome: true,
  events: true,
  state: true,
  settings: true,
  control: true,
  source: true,
  snapshot: true,
  pong: true,
};

/** The gateway is trusted for the shape of `data`; a message of a kind that this build does not know is undefined. */
export function parseServerMessage(text: unknown): ServerMessage | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const message: unknown = JSON.parse(text);
    return isServerMessage(message) ? message : undefined;
  } catch (error) {
    console.warn('unreadable message', error);
    return undefined;
  }
}

function isServerMessage(message: unknown): message is ServerMessage {
  if (typeof message !== 'object' || message === null || !('event' in message) || !('data' in message)) return false;
  const { event, data } = message;
  return typeof event === 'string' && event in KNOWN && typeof data === 'object' && data !== null;
}
