import type { LiveEvent, SourceStatus } from '#libs/contracts';
import { JUST_ENDED_MS, nextLook } from '../liveness/schedule.js';
import type { SessionEnd } from '../ports/live-source.js';
import { closeGap, openGap, pastGap, streamEnded, streamStarted, withEvents } from './broker-gaps.js';
import { onBooked, onConcern, reportEffect } from './broker-report.js';
import type {
  BrokerContext,
  BrokerDecision,
  BrokerFailure,
  BrokerMessage,
  BrokerPhase,
  BrokerState,
} from './broker-state.js';
import { judgeFailure } from './failure-policy.js';
import { liveStatus } from './status-words.js';

/** A connection that lasted this long was a good one: the next failure starts counting anew. */
const STABLE_AFTER_MS = 60_000;
const UNBOOKED_RETRY_MS = 2_000;
/** Pressing again and again costs no more than this. */
const ASK_AGAIN_MS = 5_000;
/** How often TikTok is asked about a connection on which nothing is heard of the stream; sooner after a first no. */
const VERIFY_EVERY_MS = 300_000;
const VERIFY_SOONER = 10;
/** Pages are cached for a while, so one no is none. */
const ENOUGH_DOUBTS = 2;

const NO_GAP = { gapFrom: undefined, untold: undefined };

const stay = (state: BrokerState): BrokerDecision => ({ state, effects: [] });

/** The whole behaviour of a broker. Pure: the same state, message and context give the same decision. */
export function decideBroker(state: BrokerState, message: BrokerMessage, context: BrokerContext): BrokerDecision {
  if (state.phase.name === 'stopped') return stay(state);
  if ('token' in message && message.token !== state.token) return stay(state);
  switch (message.type) {
    case 'start':
      return onStart(state, message, context);
    case 'probed':
      return message.probe.state === 'live' ? openRoom(state, message.probe.roomId) : goOffline(state, context);
    case 'opened':
      return onOpened(state, message.roomId, context);
    case 'failed':
      return onFailed(state, message.failure, context);
    case 'session-ended':
      return onSessionEnded(state, message.end, message.lastFrameAt, context);
    case 'timer':
      return probe(state, context);
    case 'stop':
      return { state: { ...state, phase: { name: 'stopped' }, token: state.token + 1 }, effects: [{ do: 'close' }] };
    default:
      return onRemark(state, message, context);
  }
}

/** What is told beside the course of things. */
function onRemark(
  state: BrokerState,
  message: Extract<
    BrokerMessage,
    { type: 'booked' | 'unbooked' | 'nudge' | 'concern' | 'dropped' | 'unheard' | 'verified' }
  >,
  context: BrokerContext,
): BrokerDecision {
  switch (message.type) {
    case 'booked':
      return onBooked(state, message, context);
    case 'unbooked':
      return rest(state, Math.round(UNBOOKED_RETRY_MS * (0.5 + context.random)));
    case 'nudge':
      return onNudge(state, context);
    case 'concern':
      return onConcern(state, message, context);
    case 'unheard':
      return onUnheard(state, context);
    case 'verified':
      return onVerified(state, message.live, context);
    case 'dropped':
      return pastGap(state, message.from, message.to, context);
  }
}

function onStart(
  state: BrokerState,
  { log, ready, moved }: Extract<BrokerMessage, { type: 'start' }>,
  context: BrokerContext,
): BrokerDecision {
  const known: BrokerState = {
    ...state,
    session: log.session,
    liveRoomId: log.liveRoomId,
    gapFrom: log.gapFrom,
    lastLiveAt: log.liveRoomId === undefined ? undefined : log.lastAppendAt || context.now,
    // The owner before was on its way into a room: the look that it made already is not to be waited for again.
    askedAt: moved?.state === 'connecting' || moved?.state === 'retrying' ? context.now : undefined,
  };
  if (moved && !ready && known.liveRoomId === undefined) {
    const until = restsUntil(moved, context);
    const phase: BrokerPhase = { name: 'waiting-offline', until };
    if (until > context.now) return schedule({ ...known, status: moved }, phase, until - context.now, moved);
  }
  const interrupted = !ready?.heard && known.gapFrom === undefined;
  const gap = interrupted ? openGap(known, log.lastAppendAt || context.now, context) : stay(known);
  const next = probe(gap.state, context, ready !== undefined);
  // The answer is at hand: until it is in, what the owner before said of the connection is true.
  if (ready) return { state: next.state, effects: [...gap.effects, ...next.effects] };
  const report = reportEffect(next.state, { state: 'connecting', since: context.now });
  return { state: report.state, effects: [...gap.effects, ...report.effects, ...next.effects] };
}

/** A look that an owner before planned; as machines' clocks differ, no further away than any is planned. */
function restsUntil({ state, nextTryAt = 0 }: SourceStatus, { now, liveness }: BrokerContext): number {
  return state === 'offline' ? Math.min(nextTryAt, now + 2 * liveness.farMs) : 0;
}

function look(state: BrokerState, context: BrokerContext) {
  const { lastLiveAt, askedAt, habits, flaps, stretch } = state;
  const { now, random } = context;
  return nextLook({ now, random, lastLiveAt, askedAt, habits, flaps, stretch }, context.liveness);
}

function probe(state: BrokerState, context: BrokerContext, atHand = false): BrokerDecision {
  const token = state.token + 1;
  const { urgent, wantEveryMs: everyMs } = look(state, context);
  return {
    state: { ...state, token, phase: { name: 'probing' } },
    effects: [
      {
        do: 'probe',
        token,
        urgent: urgent || state.liveRoomId !== undefined,
        everyMs,
        ...(atHand ? { free: true } : {}),
      },
    ],
  };
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
    events.push(streamStarted(session, roomId, context));
  }
  const next: BrokerState = {
    ...state,
    session,
    liveRoomId: roomId,
    ...NO_GAP,
    gaps: state.gaps + (state.untold ? 1 : 0),
    lastLiveAt: context.now,
    askedAt: undefined,
    verifiedAt: undefined,
    doubts: 0,
    concerns: state.concerns.filter((concern) => concern !== 'quiet' && concern !== 'paused'),
    phase: { name: 'live', roomId, since: context.now },
  };
  const report = reportEffect(next, liveStatus(next.concerns, context.now));
  return withEvents({ ...report, effects: [...report.effects, { do: 'leave-schedule' }] }, events);
}

function onFailed(state: BrokerState, failure: BrokerFailure, context: BrokerContext): BrokerDecision {
  const { kind } = failure;
  // The page said live and the connection said no: that look did not help, so the next one may wait longer.
  if (kind === 'offline') return goOffline({ ...state, flaps: state.flaps + 1, lastLiveAt: context.now }, context);
  const times = state.failing?.kind === kind ? state.failing.times + 1 : 1;
  const verdict = judgeFailure(
    { ...failure, kind },
    { handle: state.handle, attempt: state.attempt, alike: times, wasLive: state.liveRoomId !== undefined },
    context,
  );
  const until = context.now + verdict.delayMs;
  const phase: BrokerPhase = { name: verdict.blocked ? 'blocked' : 'retrying', until };
  const next = { ...state, attempt: state.attempt + 1, failing: { kind, times } };
  return schedule(next, phase, verdict.delayMs, verdict.status);
}

function onSessionEnded(
  state: BrokerState,
  end: SessionEnd,
  lastFrameAt: number,
  context: BrokerContext,
): BrokerDecision {
  const stable = state.phase.name === 'live' && context.now - state.phase.since >= STABLE_AFTER_MS;
  const settled: BrokerState = stable
    ? { ...state, attempt: 0, flaps: 0, failing: undefined, lastLiveAt: context.now }
    : { ...state, flaps: state.flaps + 1, lastLiveAt: context.now };
  if (end.kind === 'stream-ended') return goOffline(settled, context);
  const gap = openGap(settled, lastFrameAt, context);
  const failed = onFailed(gap.state, { kind: 'transient' }, context);
  return { state: failed.state, effects: [...gap.effects, ...failed.effects] };
}

function goOffline(state: BrokerState, context: BrokerContext): BrokerDecision {
  const { liveRoomId, lastLiveAt } = state;
  const longOver = lastLiveAt === undefined || context.now - lastLiveAt >= JUST_ENDED_MS;
  const events = liveRoomId === undefined ? [] : [...closeGap(state, context), streamEnded(state, liveRoomId, context)];
  const settled = { ...state, attempt: 0, failing: undefined, flaps: longOver ? 0 : state.flaps };
  const next: BrokerState = { ...settled, liveRoomId: undefined, ...NO_GAP };
  const { delayMs } = look(next, context);
  const until = context.now + delayMs;
  const status: SourceStatus = { state: 'offline', since: context.now, nextTryAt: until };
  return withEvents(schedule(next, { name: 'waiting-offline', until }, delayMs, status), events);
}

/** Waits a little and looks then, without a word: what was said still holds. */
function rest(state: BrokerState, delayMs: number): BrokerDecision {
  const token = state.token + 1;
  return { state: { ...state, token }, effects: [{ do: 'schedule', token, delayMs }] };
}

function onNudge(state: BrokerState, context: BrokerContext): BrokerDecision {
  const { name } = state.phase;
  if (name === 'idle' || name === 'opening' || name === 'live') return stay(state);
  const askedMs = context.now - (state.askedAt ?? Number.NEGATIVE_INFINITY);
  // One that waits for its turn already would only lose its place.
  if (askedMs < (name === 'probing' ? JUST_ENDED_MS : ASK_AGAIN_MS)) return stay(state);
  const asked = { ...state, askedAt: context.now };
  // What failed keeps its delay: asking for it does not mend a signing service.
  if (name === 'retrying') return stay(asked);
  return probe(asked, context);
}

/** Stream ends are missed at times: then the socket stays open and says nothing but that it is there. */
function onUnheard(state: BrokerState, context: BrokerContext): BrokerDecision {
  const everyMs = context.verifyEveryMs ?? VERIFY_EVERY_MS;
  const pauseMs = state.doubts > 0 ? everyMs / VERIFY_SOONER : everyMs;
  const lately = state.verifiedAt !== undefined && context.now - state.verifiedAt < pauseMs;
  if (state.phase.name !== 'live' || lately) return stay(state);
  const next = { ...state, verifiedAt: context.now };
  return { state: next, effects: [{ do: 'verify', token: state.token, everyMs }] };
}

function onVerified(state: BrokerState, live: boolean, context: BrokerContext): BrokerDecision {
  if (state.phase.name !== 'live') return stay(state);
  const doubts = live ? 0 : state.doubts + 1;
  if (doubts < ENOUGH_DOUBTS) return stay({ ...state, doubts });
  const over = goOffline({ ...state, lastLiveAt: context.now }, context);
  return { state: over.state, effects: [{ do: 'hang-up' }, ...over.effects] };
}

function schedule(state: BrokerState, phase: BrokerPhase, delayMs: number, status: SourceStatus): BrokerDecision {
  const token = state.token + 1;
  const reported = reportEffect({ ...state, token, phase }, status);
  return { state: reported.state, effects: [...reported.effects, { do: 'schedule', token, delayMs }] };
}
