import type { LiveEvent } from '#libs/contracts';
import type { BrokerContext, BrokerDecision, BrokerEffect, BrokerState } from './broker-state.js';

/** Events of the broker's own making about streams and blind gaps; their ids are the same for a repeated decision. */

export function openGap(state: BrokerState, from: number, context: BrokerContext): BrokerDecision {
  if (state.gapFrom !== undefined || state.liveRoomId === undefined) return { state, effects: [] };
  const next = { ...state, gaps: state.gaps + 1, gapFrom: from };
  return { state: next, effects: [{ do: 'append', events: [lost(next, from, context)] }] };
}

/** The events that close the open gap, if there is one. The caller forgets the gap, and what was untold. */
export function closeGap(state: BrokerState, context: BrokerContext): LiveEvent[] {
  if (state.gapFrom === undefined) return [];
  const events = [restored(state, state.gapFrom, context.now, context)];
  return state.untold ? [...events, ...past({ ...state, gaps: state.gaps + 1 }, state.untold, context)] : events;
}

/**
 * A gap that is over when it becomes known: what was heard between the two times did not get to the log. While a gap is
 * open, as much of it as lies before waits until that one closes.
 */
export function pastGap(state: BrokerState, from: number, to: number, context: BrokerContext): BrokerDecision {
  if (state.liveRoomId === undefined) return { state, effects: [] };
  if (state.gapFrom !== undefined) {
    const until = Math.min(to, state.gapFrom);
    if (from >= until) return { state, effects: [] };
    return {
      state: { ...state, untold: { from: Math.min(from, state.untold?.from ?? from), to: until } },
      effects: [],
    };
  }
  const next = { ...state, gaps: state.gaps + 1 };
  return { state: next, effects: [{ do: 'append', events: past(next, { from, to }, context) }] };
}

export function streamStarted(session: number, roomId: string, context: BrokerContext): LiveEvent {
  return { type: 'stream.started', id: `stream.started:${roomId}:${session}`, ...stamp(context), roomId };
}

export function streamEnded(state: BrokerState, roomId: string, context: BrokerContext): LiveEvent {
  return { type: 'stream.ended', id: `stream.ended:${roomId}:${state.session}`, ...stamp(context), roomId };
}

export function withEvents({ state, effects }: BrokerDecision, events: LiveEvent[]): BrokerDecision {
  const append: BrokerEffect[] = events.length > 0 ? [{ do: 'append', events }] : [];
  return { state, effects: [...append, ...effects] };
}

function past(state: BrokerState, { from, to }: { from: number; to: number }, context: BrokerContext): LiveEvent[] {
  return [lost(state, from, context), restored(state, from, to, context)];
}

function lost(state: BrokerState, from: number, context: BrokerContext): LiveEvent {
  const id = `source.lost:${state.generation}:${state.gaps}:${from}`;
  return { type: 'source.lost', id, ...stamp(context), from };
}

function restored(state: BrokerState, from: number, to: number, context: BrokerContext): LiveEvent {
  const id = `source.restored:${state.generation}:${state.gaps}:${from}`;
  return { type: 'source.restored', id, ...stamp(context), from, to };
}

function stamp(context: BrokerContext): { at: number; receivedAt: number } {
  return { at: context.now, receivedAt: context.now };
}
