import type { SourceStatus } from '#libs/contracts';
import type { BrokerContext, BrokerDecision, BrokerMessage, BrokerState } from './broker-state.js';
import { liveStatus, QUEUED } from './status-words.js';

/** A slot of the shared schedule that is further away than this is told. */
const WORTH_TELLING_MS = 2_000;

const stay = (state: BrokerState): BrokerDecision => ({ state, effects: [] });

/** `since` is when the state began, not when it was last confirmed. */
export function reportEffect(state: BrokerState, fresh: SourceStatus): BrokerDecision {
  const same = state.status.state === fresh.state && codeOf(state.status) === codeOf(fresh);
  const status = same ? { ...fresh, since: state.status.since } : fresh;
  return { state: { ...state, status }, effects: [{ do: 'report', status }] };
}

/** Waiting for a turn is the same as waiting. */
function codeOf({ reason }: SourceStatus): string | undefined {
  return reason?.code === QUEUED.code ? undefined : reason?.code;
}

/** The shared schedule answered. A wait that a person would notice is told, as waiting is not connecting. */
export function onBooked(
  state: BrokerState,
  message: Extract<BrokerMessage, { type: 'booked' }>,
  context: BrokerContext,
): BrokerDecision {
  const { stretch, waitMs } = message;
  const next: BrokerState = { ...state, stretch, habits: message.habits ?? state.habits };
  if (waitMs < WORTH_TELLING_MS) return stay(next);
  const nextTryAt = context.now + waitMs;
  const waiting = next.status.state === 'connecting' && next.liveRoomId === undefined;
  return reportEffect(
    next,
    waiting ? { state: 'offline', since: context.now, reason: QUEUED, nextTryAt } : { ...next.status, nextTryAt },
  );
}

export function onConcern(
  state: BrokerState,
  { concern, on }: Extract<BrokerMessage, { type: 'concern' }>,
  context: BrokerContext,
): BrokerDecision {
  if (state.concerns.includes(concern) === on) return stay(state);
  const others = state.concerns.filter((known) => known !== concern);
  const next = { ...state, concerns: on ? [...others, concern] : others };
  return next.phase.name === 'live' ? reportEffect(next, liveStatus(next.concerns, context.now)) : stay(next);
}
