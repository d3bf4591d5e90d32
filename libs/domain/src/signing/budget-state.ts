import type { CallAnswer, CallWanted, PauseReason, RefusalReason } from '../ports/sign-budget.js';
import { calmSpacingMs, CALM_MS, capOf, MAX_WAIT_MS, RANKS } from './budget-rules.js';
import type { BudgetRules, BudgetWindow } from './budget-rules.js';

/** Somebody who waits: `due` is when they were told to come back, `expires` when nobody waits for them any more. */
interface Ticket {
  id: string;
  rank: number;
  since: number;
  due: number;
  expires: number;
}

/** The account of one key. All times are ms on one clock. */
export interface BudgetState {
  /** When calls were made, oldest first, as far back as the longest window. */
  spent: readonly number[];
  /** The earliest time of the next call at an even pace. */
  nextAt: number;
  pause?: { until: number; reason: PauseReason } | undefined;
  line: readonly Ticket[];
}

export const EMPTY_BUDGET: BudgetState = { spent: [], nextAt: 0, line: [] };

/** Who comes back this close to the time they were told keeps others of the same rank behind them. */
const PRESENT_EARLY_MS = 300;
const PRESENT_LATE_MS = 400;
/** Who does not come back is waited for this long, or as long as they had been told to wait, up to a minute. */
const GRACE_MS = 2_000;
const MAX_GRACE_MS = 60_000;
const MIN_WAIT_MS = 20;

/**
 * Grants a call or says when to ask again. Pure. The script `take.lua` makes the same decision in Redis.
 */
export function takeCall(
  before: BudgetState,
  wanted: CallWanted,
  now: number,
  rules: BudgetRules,
): { state: BudgetState; answer: CallAnswer } {
  const state = forget(before, now, rules);
  const rank = RANKS[wanted.purpose];
  const known = state.line.find(({ id }) => id === wanted.ticket);
  const since = known?.since ?? now;
  const others = state.line.filter(({ id }) => id !== wanted.ticket);
  const refusal = judge({ ...state, line: others }, { rank, since }, now, rules);
  if (!refusal) {
    const pace = Math.max(state.nextAt, now) + spacingOf(state, now, rules);
    const granted = { ...state, spent: [...state.spent, now], nextAt: pace, line: others };
    return { state: granted, answer: { granted: true, at: now } };
  }
  const retryAfterMs = Math.min(MAX_WAIT_MS, Math.max(MIN_WAIT_MS, Math.ceil(refusal.waitMs)));
  const due = now + retryAfterMs;
  const expires = due + GRACE_MS + Math.min(retryAfterMs, MAX_GRACE_MS);
  const line = [...others, { id: wanted.ticket, rank, since, due, expires }];
  return { state: { ...state, line }, answer: { granted: false, reason: refusal.reason, retryAfterMs } };
}

export function giveBackCall(state: BudgetState, at: number): BudgetState {
  const index = state.spent.lastIndexOf(at);
  return index < 0 ? state : { ...state, spent: state.spent.toSpliced(index, 1) };
}

export function leaveLine(state: BudgetState, ticket: string): BudgetState {
  return { ...state, line: state.line.filter(({ id }) => id !== ticket) };
}

export function recordCalls(state: BudgetState, calls: number, now: number): BudgetState {
  return { ...state, spent: [...state.spent, ...Array.from({ length: calls }, () => now)] };
}

/** A longer pause replaces a shorter one; one that is over counts for nothing. */
export function pauseCalls(state: BudgetState, until: number, reason: PauseReason): BudgetState {
  return until <= (state.pause?.until ?? 0) ? state : { ...state, pause: { until, reason } };
}

function forget(state: BudgetState, now: number, rules: BudgetRules): BudgetState {
  const longest = Math.max(0, ...rules.windows.map(({ lengthMs }) => lengthMs));
  return {
    ...state,
    spent: state.spent.filter((at) => at > now - longest),
    line: state.line.filter(({ expires }) => expires > now),
  };
}

interface Refusal {
  reason: RefusalReason;
  waitMs: number;
}

function judge(
  state: BudgetState,
  own: { rank: number; since: number },
  now: number,
  rules: BudgetRules,
): Refusal | undefined {
  const higher = state.line.filter(({ rank }) => rank < own.rank);
  const earlier = state.line.filter(({ rank, since }) => rank === own.rank && since < own.since);
  const position = higher.length + earlier.length;
  const { pause } = state;
  if (pause && pause.until > now) {
    return { reason: pause.reason, waitMs: pause.until - now + position * calmSpacingMs(rules) };
  }
  const isPresent = ({ due }: Ticket) => due <= now + PRESENT_EARLY_MS && due >= now - PRESENT_LATE_MS;
  const earlierPresent = earlier.filter(isPresent).length;
  const refusals = rules.windows.flatMap((window) => {
    const cap = capOf(window.limit, own.rank);
    const used = state.spent.filter((at) => at > now - window.lengthMs);
    if (used.length + higher.length + earlierPresent < cap) return [];
    return [{ reason: window.name, waitMs: freeAfter(used, cap, position, window, now) }];
  });
  const [longest] = refusals.toSorted((a, b) => b.waitMs - a.waitMs);
  if (longest) return longest;
  return judgePace(state, higher.filter(isPresent).length + earlierPresent, now, rules);
}

/** How long until there is a call for who has `position` others before them. */
function freeAfter(used: readonly number[], cap: number, position: number, window: BudgetWindow, now: number): number {
  const needed = used.length + position + 1 - cap;
  const freed = used[Math.min(needed, used.length) - 1] ?? now;
  const rounds = Math.max(0, Math.ceil((needed - used.length) / cap));
  return freed + window.lengthMs - now + rounds * window.lengthMs;
}

function judgePace(state: BudgetState, ahead: number, now: number, rules: BudgetRules): Refusal | undefined {
  const spacing = spacingOf(state, now, rules);
  const tolerance = isCalm(state, now) ? 0 : (rules.burst - 1) * spacing;
  const turn = Math.max(state.nextAt, now) + ahead * spacing - tolerance;
  return turn > now ? { reason: 'pace', waitMs: turn - now } : undefined;
}

function isCalm({ pause }: BudgetState, now: number): boolean {
  return pause !== undefined && now < pause.until + CALM_MS;
}

function spacingOf(state: BudgetState, now: number, rules: BudgetRules): number {
  return isCalm(state, now) ? calmSpacingMs(rules) : rules.spacingMs;
}
