import type { DecodedData } from 'tiktok-live-connector';
import type { DriftReason } from '#libs/contracts';
import type { InvalidReason, SourceCounters } from '../source-counters.js';
import { IGNORED_METHODS } from './ignored-methods.js';
import { rowFor } from './message-table.js';
import type { Outcome } from './outcome.js';
import { odditiesOf } from './oddities.js';
import { IGNORED, invalid } from './outcome.js';
import type { SessionMemory } from './session-memory.js';
import { toId, toMillis } from './values.js';

/** One message of a batch, as the client library hands it over. */
export interface WireMessage {
  method: string;
  msgId: string;
  payload?: Uint8Array;
  isHistory: boolean;
  decodedData?: DecodedData;
  decodeError?: unknown;
}

export interface NormaliseContext {
  /** The room of the connection, for messages that name none. */
  roomId: string;
  /** ms. */
  receivedAt: number;
  /** What the session heard before; without it no message is judged by others. */
  memory?: SessionMemory;
}

/** What became of a message, counted; `undefined` where nothing follows from it. Never throws. */
export type Told = Extract<Outcome, { kind: 'fact' | 'signal' }>;

export function normaliseMessage(
  message: WireMessage,
  context: NormaliseContext,
  counters: SourceCounters,
): Told | undefined {
  const method = methodName(message.method);
  const suspect = (reason: DriftReason): void => {
    const { msgId, payload } = message;
    counters.suspect?.(method, reason, { msgId, payload, receivedAt: context.receivedAt });
  };
  counters.message(method);
  const outcome = outcomeOf(message, method, context, suspect);
  switch (outcome?.kind) {
    case undefined:
      suspect('unknown');
      return void counters.unknown(method);
    case 'undecodable':
      suspect('undecodable');
      return void counters.undecodable(method);
    case 'ignored':
      return void counters.ignored(method);
    case 'invalid':
      suspect(outcome.why);
      return void counters.invalid(method, outcome.why);
    case 'signal':
      counters.fact('control', method);
      return outcome;
    case 'fact':
      counters.fact(outcome.fact.type, method);
      return outcome;
  }
}

type Judged = Outcome | { kind: 'undecodable' } | undefined;

function outcomeOf(
  message: WireMessage,
  method: string,
  context: NormaliseContext,
  suspect: (reason: DriftReason) => void,
): Judged {
  if (message.decodeError !== undefined) return { kind: 'undecodable' };
  if (!message.decodedData) return undecoded(method);
  try {
    const outcome = decode(message.decodedData, message, context);
    if (outcome?.kind !== 'fact' && outcome?.kind !== 'signal') return outcome;
    for (const reason of odditiesOf(message.decodedData, message.isHistory ? undefined : context.receivedAt)) {
      suspect(reason);
    }
    return outcome.kind === 'fact' && context.memory
      ? context.memory.settle(outcome.fact, { method, history: message.isHistory, suspect })
      : outcome;
  } catch {
    // Whatever TikTok sends, the connection lives on; the count is what an operator sees.
    const why: InvalidReason = 'unexpected';
    return invalid(why);
  }
}

/** A method without a schema can still be one that is known and of no use. */
function undecoded(method: string): Outcome | undefined {
  return Object.hasOwn(IGNORED_METHODS, method) ? IGNORED : undefined;
}

function decode(decoded: DecodedData, message: WireMessage, context: NormaliseContext): Outcome | undefined {
  const row = rowFor(decoded);
  if (!row) return undecoded(decoded.type);
  const { common } = decoded.data;
  const msgId = toId(common?.msgId) ?? toId(message.msgId);
  if (msgId === undefined) return invalid('no-id');
  const roomId = toId(common?.roomId) ?? toId(context.roomId) ?? '0';
  const { receivedAt } = context;
  const at = toMillis(common?.createTime, receivedAt);
  return row.normalise(decoded.data, { id: `${row.tag}:${roomId}:${msgId}`, at, receivedAt });
}

/** Names come from outside and end as metric labels. */
function methodName(method: string): string {
  return method.replace(/\W/gu, '').slice(0, 64) || 'none';
}
