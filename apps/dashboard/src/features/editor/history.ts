/** What was, is and may be again. Steps of one `tag` in quick succession are one step: a drag of a slider, a word. */
export interface History<T> {
  past: readonly T[];
  present: T;
  future: readonly T[];
  tag?: string;
  at: number;
}

/** Steps that can be taken back. */
const MAX_STEPS = 200;
/** Changes of one setting within this time are one step, ms. */
export const TOGETHER_MS = 900;

export function beginHistory<T>(present: T): History<T> {
  return { past: [], present, future: [], at: 0 };
}

/** Takes `next` as the present. What was taken back before is gone. */
export function record<T>(history: History<T>, next: T, tag: string, now: number): History<T> {
  const continues = history.tag === tag && now - history.at < TOGETHER_MS && history.past.length > 0;
  const past = continues ? history.past : [...history.past, history.present].slice(-MAX_STEPS);
  return { past, present: next, future: [], tag, at: now };
}

export function undo<T>(history: History<T>): History<T> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return { past: history.past.slice(0, -1), present: before, future: [history.present, ...history.future], at: 0 };
}

export function redo<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future, at: 0 };
}
