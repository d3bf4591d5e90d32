import type { LiveHabits } from '../liveness/habits.js';

export interface LookRequest {
  streamerId: string;
  /** Goes before the looks that can wait: after a drop, after a stream, when somebody asked. */
  urgent: boolean;
  /** How often this streamer wants to be looked at from now on, ms, before any stretch. */
  everyMs: number;
}

export interface LookTurn {
  /** Names the slot at `confirm`. */
  ticket: string;
  /** How long to wait before the look, ms. */
  waitMs: number;
  /** At least 1: by how much looks that can wait are drawn out, so that all of them together fit. */
  stretch: number;
  /** What is known of this streamer's usual hours. */
  habits?: LiveHabits;
}

export type LookOutcome = 'answered' | 'blocked' | 'failed';

/**
 * One schedule of unsigned looks for the whole cluster: each look gets a slot of its own, so that thousands of streamers
 * make no burst. Over any stretch of time no more requests are let through than the budget allows, apart from a small
 * fixed burst of urgent ones and from what a look cost beyond its one request, which later looks make up for. When
 * TikTok blocks the address, all looks slow down together, and come back step by step.
 * Every method rejects when the storage is out of reach: then nobody may look.
 */
export interface LivenessBudget {
  /** Books one request. At most one slot per call; an abandoned one is wasted. */
  book(request: LookRequest): Promise<LookTurn>;
  /**
   * To be called at the end of a wait, and every minute of a long one: the pace may have changed meanwhile, and with it
   * the slot. Answers with a new ticket and wait then, else with the old ticket and 0.
   */
  confirm(ticket: string): Promise<Pick<LookTurn, 'ticket' | 'waitMs'>>;
  /** What a look really cost, and what became of it. */
  settle(streamerId: string, result: { requests: number; outcome: LookOutcome }): Promise<void>;
  /** This streamer needs no looks for now: the others get the room. */
  leave(streamerId: string): Promise<void>;
}

/** Where the supervisor puts usual hours and workers find them. Lost with the storage, so they are written again. */
export interface HabitStore {
  write(habits: ReadonlyMap<string, LiveHabits>): Promise<void>;
  forget(streamerIds: readonly string[]): Promise<void>;
  known(): Promise<string[]>;
}
