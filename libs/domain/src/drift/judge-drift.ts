import type { DriftFinding, DriftLevel, DriftReason } from '#libs/contracts';
import {
  ALL_MESSAGES,
  countKey,
  type DriftCounts,
  type DriftOptions,
  type DriftState,
  type Presence,
  type Signal,
} from './drift-state.js';

/** A finding whose level changed; `to` undefined: it is over. */
export interface DriftChange {
  finding: DriftFinding;
  from: DriftLevel | undefined;
  to: DriftLevel | undefined;
}

interface Sample {
  bad: number;
  of: number;
}

/** Good messages that stand for what a signal has not learned yet: what is wrong from the start is drift too. */
const PRIOR = 100;
/** How far the share must surely be above the usual one, of what is left to 1. */
const MARGINS: Record<DriftLevel, number> = { warning: 0.01, alarm: 0.1 };
/** Of all messages: a method that nobody knows has no share of its own. */
const UNKNOWN_MARGINS: Record<DriftLevel, number> = { warning: 0.001, alarm: 0.02 };
const LEAST_BAD: Record<DriftLevel, number> = { warning: 5, alarm: 10 };
/** Standard deviations. */
const SURE = 3;
/** A level holds while the share is above this part of its margin. */
const HOLD = 0.5;
/** How unlikely, as a negative logarithm, the silence of a type must be. */
const UNLIKELY: Record<DriftLevel, number> = { warning: Math.log(1e4), alarm: Math.log(1e6) };
const LEARNED_SPANS = 30;
const EVENT = 'event:';

/**
 * Takes in the counts of the next span that is over. Each kind of trouble of each type is compared with what is usual
 * for it; a type of event that came in most spans and comes no more is trouble of its own. Raises at once, lowers when
 * a whole short window was calmer, and learns nothing as usual while a level is raised. `at`: the end of the span, ms.
 */
export function judgeDrift(
  state: DriftState,
  span: { index: number; at: number; counts: DriftCounts },
  options: DriftOptions,
): { state: DriftState; changes: DriftChange[] } {
  const window = [...state.window, span.counts].slice(-options.spans.long);
  const revision = state.revision + 1;
  const next: DriftState = { revision, span: span.index, judgedAt: span.at, window, signals: {}, presence: {} };
  const changes: DriftChange[] = [];
  const take = (key: string, before: Signal | undefined, now: { level?: DriftLevel | undefined; hold: boolean }) => {
    const signal = settle(before ?? firstSeen(key, state, span.at), now, span.at, options);
    next.signals[key] = signal;
    if (signal.level !== before?.level) {
      changes.push({ finding: findingOf(next, key, signal, options), from: before?.level, to: signal.level });
    }
    return signal;
  };
  for (const key of signalKeys(state, span.counts)) {
    const before = state.signals[key];
    const signal = take(key, before, levelOf(key, before, window, options));
    if (signal.level !== undefined) continue;
    // What is on its way to a level must not become usual meanwhile.
    if (before?.level === undefined)
      learn(signal, sampleOf(key, window.slice(-options.spans.short - 1, -options.spans.short)), options);
    if (signal.usualBad < 0.01 && sampleOf(key, window).bad === 0) delete next.signals[key];
  }
  for (const [type, presence] of presencesAfter(state, span.counts, options)) {
    next.presence[type] = presence;
    const key = countKey(`${EVENT}${type}`, 'vanished');
    const level = silenceOf(presence, options);
    const before = state.signals[key];
    if (level !== undefined || before !== undefined) take(key, before, { level, hold: presence.missing > 0 });
    if (next.signals[key]?.level === undefined) delete next.signals[key];
  }
  return { state: next, changes };
}

/** What is raised at the moment, the worst first. */
export function driftFindings(state: DriftState, options: DriftOptions): DriftFinding[] {
  const findings = Object.entries(state.signals).flatMap(([key, signal]) =>
    signal.level === undefined ? [] : [findingOf(state, key, signal, options)],
  );
  return findings.sort((a, b) => a.level.localeCompare(b.level) || a.since - b.since);
}

/** The operator has looked at it: what comes now is usual from here on. */
export function acceptDrift(state: DriftState, method: string, reason: DriftReason): DriftState {
  const key = countKey(method, reason);
  const signal = state.signals[key];
  if (signal?.level === undefined) return state;
  const { [key]: _, ...others } = state.signals;
  const revision = state.revision + 1;
  if (reason === 'vanished') {
    const { [method.slice(EVENT.length)]: gone, ...presence } = state.presence;
    return gone ? { ...state, revision, signals: others, presence } : state;
  }
  const { bad, of } = sampleOf(key, state.window);
  const scale = (PRIOR * 100) / Math.max(1, of);
  const learned: Signal = { usualBad: bad * scale, usualOf: of * scale, since: state.judgedAt, calm: 0 };
  return { ...state, revision, signals: { ...others, [key]: learned } };
}

function split(key: string): { method: string; reason: DriftReason } {
  const at = key.lastIndexOf('|');
  return { method: key.slice(0, at), reason: key.slice(at + 1) as DriftReason };
}

function signalKeys(state: DriftState, counts: DriftCounts): Set<string> {
  const known = Object.keys(state.signals).filter((key) => split(key).reason !== 'vanished');
  return new Set([...known, ...Object.keys(counts).filter((key) => !key.endsWith('|all'))]);
}

function sampleOf(key: string, window: readonly DriftCounts[]): Sample {
  const { method, reason } = split(key);
  const total = countKey(reason === 'unknown' ? ALL_MESSAGES : method, 'all');
  const sum = (name: string) => window.reduce((all, counts) => all + (counts[name] ?? 0), 0);
  const bad = sum(key);
  return { bad, of: Math.max(bad, sum(total)) };
}

/** It was not there before: all that came within the long window was good. */
function firstSeen(key: string, { window }: DriftState, at: number): Signal {
  return { usualBad: 0, usualOf: sampleOf(key, window).of, since: at, calm: 0 };
}

function usualOf(signal: Signal | undefined): number {
  return signal ? signal.usualBad / (signal.usualOf + PRIOR) : 0;
}

/** The share that the sample surely has at least (Wilson). */
function surely({ bad, of }: Sample): number {
  if (of === 0) return 0;
  const [share, square] = [bad / of, SURE * SURE];
  const spread = SURE * Math.sqrt((share * (1 - share)) / of + square / (4 * of * of));
  return Math.max(0, (share + square / (2 * of) - spread) / (1 + square / of));
}

function levelOf(key: string, signal: Signal | undefined, window: readonly DriftCounts[], options: DriftOptions) {
  const { short, long } = options.spans;
  const samples = [
    sampleOf(key, window.slice(-short)),
    sampleOf(key, window.slice(-Math.min(long, signal?.sinceOver ?? long))),
  ];
  const usual = usualOf(signal);
  const margins = split(key).reason === 'unknown' ? UNKNOWN_MARGINS : MARGINS;
  const above = (sample: Sample, level: DriftLevel, part: number) =>
    surely(sample) > usual + margins[level] * part * (1 - usual);
  const reaches = (level: DriftLevel) =>
    samples.some((one) => one.of >= options.minSample && one.bad >= LEAST_BAD[level] && above(one, level, 1));
  const level = reaches('alarm') ? ('alarm' as const) : reaches('warning') ? ('warning' as const) : undefined;
  // The long window remembers for an hour what the short one sees mended.
  const hold = signal?.level !== undefined && above(samples[0]!, signal.level, HOLD);
  return { level: signal?.level !== undefined && !hold ? undefined : level, hold };
}

const WEIGHT = { warning: 1, alarm: 2 };
const weightOf = (level: DriftLevel | undefined): number => (level === undefined ? 0 : WEIGHT[level]);

function settle(
  before: Signal,
  now: { level?: DriftLevel | undefined; hold: boolean },
  at: number,
  options: DriftOptions,
): Signal {
  const { level: old, sinceOver, ...others } = before;
  const remembers = sinceOver !== undefined && sinceOver < options.spans.long;
  const rest = { ...others, ...(remembers ? { sinceOver: sinceOver + 1 } : {}) };
  if (weightOf(now.level) > weightOf(old)) return { ...rest, level: now.level!, since: at, calm: 0 };
  if (old === undefined) return { ...rest, calm: 0 };
  const calm = now.hold || now.level === old ? 0 : before.calm + 1;
  if (calm < options.spans.short) return { ...before, calm };
  const over = { ...rest, since: at, calm: 0 };
  return now.level === undefined ? { ...over, sinceOver: calm } : { ...over, level: now.level };
}

function learn(signal: Signal, { bad, of }: Sample, { halfLife }: DriftOptions): void {
  const kept = 0.5 ** (1 / halfLife);
  signal.usualBad = signal.usualBad * kept + bad;
  signal.usualOf = signal.usualOf * kept + of;
}

/** Spans with too few messages say nothing of what is missing: nobody is live. */
function presencesAfter(state: DriftState, counts: DriftCounts, options: DriftOptions): Map<string, Presence> {
  const after = new Map(Object.entries(state.presence));
  if ((counts[countKey(ALL_MESSAGES, 'all')] ?? 0) < options.minSample) return after;
  const came = Object.keys(counts).filter((key) => key.startsWith(EVENT) && counts[key]! > 0);
  const types = new Set([...after.keys(), ...came.map((key) => split(key).method.slice(EVENT.length))]);
  const kept = 0.5 ** (1 / options.halfLife);
  for (const type of types) {
    const before = after.get(type) ?? { present: 0, spans: 0, missing: 0 };
    const here = (counts[countKey(`${EVENT}${type}`, 'all')] ?? 0) > 0;
    const [present, spans] = [before.present * kept, before.spans * kept + 1];
    // A silence is learned as usual once it is over.
    if (here) after.set(type, { present: present + 1, spans: spans + before.missing, missing: 0 });
    else after.set(type, { ...before, missing: before.missing + 1 });
  }
  return after;
}

function silenceOf({ present, spans, missing }: Presence, options: DriftOptions): DriftLevel | undefined {
  if (spans < LEARNED_SPANS || missing < options.spans.short) return undefined;
  const unlikely = missing * -Math.log(1 - Math.min(0.98, present / spans));
  if (unlikely >= UNLIKELY.alarm) return 'alarm';
  return unlikely >= UNLIKELY.warning ? 'warning' : undefined;
}

function findingOf(state: DriftState, key: string, signal: Signal, options: DriftOptions): DriftFinding {
  const { method, reason } = split(key);
  const level = signal.level ?? 'warning';
  if (reason === 'vanished') {
    const { present = 0, spans = 1, missing = 0 } = state.presence[method.slice(EVENT.length)] ?? {};
    const usual = Math.max(0, 1 - present / spans);
    return { method, reason, level, since: signal.since, bad: missing, of: missing, share: missing > 0 ? 1 : 0, usual };
  }
  const short = sampleOf(key, state.window.slice(-options.spans.short));
  const { bad, of } = short.bad > 0 ? short : sampleOf(key, state.window);
  return {
    method,
    reason,
    level,
    since: signal.since,
    bad,
    of,
    share: of === 0 ? 0 : bad / of,
    usual: Math.min(1, usualOf(signal)),
  };
}
