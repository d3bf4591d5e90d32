import type { Alert, AlertEvent } from './alert.js';

export interface QueueRules {
  durationMs: number;
  maxQueue: number;
  /** The same again of the same sender within this time is merged; 0 merges nothing but streaks. */
  mergeWindowMs: number;
  timeLimitMs: number;
  /** Gifts worth less than this in all are not shown. */
  minimumCoins: number;
  /** A climbing streak keeps its alert on screen for at least this long after each step. */
  streakHoldMs?: number;
  /** Where alerts differ in it; else `durationMs`. */
  durationOf?(alert: Alert): number;
  priorityOf?(event: AlertEvent): number;
}

/** Draws alerts. Only one is on screen at a time. */
export interface AlertScreen {
  show(alert: Alert, remainingMs: number): void;
  update(alert: Alert, remainingMs: number): void;
  /** The same again with other settings, without its entry. */
  redraw?(alert: Alert, remainingMs: number): void;
  hide(alert: Alert): void;
  remove(alert: Alert): void;
}

/** Told in the same task in which an alert is drawn. Replays are not told. */
export interface AlertJournal {
  started(ids: string[]): void;
  shown(ids: string[]): void;
}
