import type { LiveEvent, SourceStatus } from '#libs/contracts';
import type { SessionEnd } from '../ports/live-source.js';
import type {
  BrokerContext,
  BrokerDecision,
  BrokerEffect,
  BrokerFailure,
  BrokerMessage,
  BrokerPhase,
  BrokerState,
} from './broker-state.js';
import { judgeFailure } from './failure-policy.js';

/** A connection that lasted this long was a good one: the next failure starts counting anew. */
const STABLE_AFTER_MS = 60_000;
/** A stream that ended often starts again at once. */
const RECHECK_AFTER_END_MS = 5_000;

const stay = (state: BrokerState): BrokerDecision => ({ state, effects: [] });

/** The whole behaviour of a broker. Pure: the same state, message and context give the same decision. */
export function decideBroker(state: BrokerState, message: BrokerMessage, context: BrokerContext): BrokerDecision {
  if (state.phase.name === 'stopped') return stay(state);
  if ('token' in message && message.token !== state.token) return stay(state);
  switch (message.type) {
    case 'start':
      return onStart(state, message, context);
    case 'probed':
      return message.probe.state === 'live'
        ? openRoom(state, message.probe.roomId)
        : goOffline(state, context.offlinePollMs, context);
    case 'opened':
      return onOpened(state, message.roomId, context);
    case 'failed':
      return onFailed(state, message.failure, context);
    case 'session-ended':
      return onSessionEnded(state, message.end, message.lastFrameAt, context);
    case 'timer':
      return probe(state);
    case 'stop':
      return { state: { ...state, phase: { name: 'stopped' }, token: state.token + 1 }, effects: [{ do: 'close' }] };
  }
}

function onStart(
  state: BrokerState,
  { log, ready }: Extract<BrokerMessage, { type: 'start' }>,
  context: BrokerContext,
): BrokerDecision {
  const known: BrokerState = {
    ...state,
    session: log.session,
    liveRoomId: log.liveRoomId,
    gapFrom: log.gapFrom,
  };
  const interrupted = !ready?.heard && known.liveRoomId !== undefined && known.gapFrom === undefined;
  const gap = interrupted ? openGap(known, log.lastAppendAt || context.now, context) : stay(known);
  const next = probe(gap.state);
  // The answer is at hand: until it is in, what the owner before said of the connection is true.
  if (ready) return { state: next.state, effects: [...gap.effects, ...next.effects] };
  const report = reportEffect(next.state, { state: 'connecting', since: context.now });
  return { state: report.state, effects: [...gap.effects, ...report.effects, ...next.effects] };
}

function probe(state: BrokerState): BrokerDecision {
  const token = state.token + 1;
  return { state: { ...state, token, phase: { name: 'probing' } }, effects: [{ do: 'probe', token }] };
}

function openRoom(state: BrokerState, roomId: string): BrokerDecision {
  const token = state.token + 1;
  const purpose = state.liveRoomId === undefined ? 'start' : 'resume';
  return {
    state: { ...state, token, phase: { name: 'opening', roomId } },
    effects: [{ do: 'open', token, roomId, purpose }],
  };
}

function onOpened(state: BrokerState, roomId: string, context: BrokerContext): BrokerDecision {
  const events: LiveEvent[] = closeGap(state, context);
  let { session } = state;
  if (state.liveRoomId !== roomId) {
    if (state.liveRoomId !== undefined) events.push(streamEnded(state, state.liveRoomId, context));
    session += 1;
    events.push({ type: 'stream.started', id: `stream.started:${roomId}:${session}`, ...stamp(context), roomId });
  }
  const next: BrokerState = {
    ...state,
    session,
    liveRoomId: roomId,
    gapFrom: undefined,
    phase: { name: 'live', roomId, since: context.now },
  };
  return withEvents(reportEffect(next, { state: 'live', since: context.now }), events);
}

function onFailed(state: BrokerState, failure: BrokerFailure, context: BrokerContext): BrokerDecision {
  const { kind } = failure;
  if (kind === 'offline') return goOffline(state, context.offlinePollMs, context);
  const verdict = judgeFailure(
    { ...failure, kind },
    { handle: state.handle, attempt: state.attempt, wasLive: state.liveRoomId !== undefined },
    context,
  );
  const phase: BrokerPhase = {
    name: verdict.blocked ? 'blocked' : 'retrying',
    until: context.now + verdict.delayMs,
  };
  return schedule({ ...state, attempt: state.attempt + 1 }, phase, verdict.delayMs, verdict.status);
}

function onSessionEnded(
  state: BrokerState,
  end: SessionEnd,
  lastFrameAt: number,
  context: BrokerContext,
): BrokerDecision {
  const stable = state.phase.name === 'live' && context.now - state.phase.since >= STABLE_AFTER_MS;
  const settled = stable ? { ...state, attempt: 0 } : state;
  if (end.kind === 'stream-ended') {
    return goOffline(settled, Math.min(RECHECK_AFTER_END_MS, context.offlinePollMs), context);
  }
  const gap = openGap(settled, lastFrameAt, context);
  const failed = onFailed(gap.state, { kind: 'transient' }, context);
  return { state: failed.state, effects: [...gap.effects, ...failed.effects] };
}

function goOffline(state: BrokerState, pollMs: number, context: BrokerContext): BrokerDecision {
  const events =
    state.liveRoomId === undefined ? [] : [...closeGap(state, context), streamEnded(state, state.liveRoomId, context)];
  const delayMs = Math.round(pollMs * (0.75 + context.random / 2));
  const next: BrokerState = { ...state, attempt: 0, liveRoomId: undefined, gapFrom: undefined };
  const status: SourceStatus = { state: 'offline', since: context.now, nextTryAt: context.now + delayMs };
  const phase: BrokerPhase = { name: 'waiting-offline', until: context.now + delayMs };
  return withEvents(schedule(next, phase, delayMs, status), events);
}

function schedule(state: BrokerState, phase: BrokerPhase, delayMs: number, status: SourceStatus): BrokerDecision {
  const token = state.token + 1;
  const reported = reportEffect({ ...state, token, phase }, status);
  return { state: reported.state, effects: [...reported.effects, { do: 'schedule', token, delayMs }] };
}

function openGap(state: BrokerState, from: number, context: BrokerContext): BrokerDecision {
  if (state.gapFrom !== undefined || state.liveRoomId === undefined) return stay(state);
  const gaps = state.gaps + 1;
  const event: LiveEvent = {
    type: 'source.lost',
    id: `source.lost:${state.generation}:${gaps}:${from}`,
    ...stamp(context),
    from,
  };
  return { state: { ...state, gaps, gapFrom: from }, effects: [{ do: 'append', events: [event] }] };
}

function closeGap(state: BrokerState, context: BrokerContext): LiveEvent[] {
  if (state.gapFrom === undefined) return [];
  const id = `source.restored:${state.generation}:${state.gaps}:${state.gapFrom}`;
  return [{ type: 'source.restored', id, ...stamp(context), from: state.gapFrom, to: context.now }];
}

function streamEnded(state: BrokerState, roomId: string, context: BrokerContext): LiveEvent {
  return { type: 'stream.ended', id: `stream.ended:${roomId}:${state.session}`, ...stamp(context), roomId };
}

function stamp(context: BrokerContext): { at: number; receivedAt: number } {
  return { at: context.now, receivedAt: context.now };
}

/** `since` is when the state began, not when it was last confirmed. */
function reportEffect(state: BrokerState, fresh: SourceStatus): BrokerDecision {
  const same = state.status.state === fresh.state && state.status.reason?.code === fresh.reason?.code;
  const status = same ? { ...fresh, since: state.status.since } : fresh;
  return { state: { ...state, status }, effects: [{ do: 'report', status }] };
}

function withEvents({ state, effects }: BrokerDecision, events: LiveEvent[]): BrokerDecision {
  const append: BrokerEffect[] = events.length > 0 ? [{ do: 'append', events }] : [];
  return { state, effects: [...append, ...effects] };
}
