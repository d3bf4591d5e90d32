import type { LookOutcome, LookRequest } from '../ports/liveness-budget.js';

/** The share of looks that can wait; the rest is kept for urgent ones, so that a long queue never holds them up. */
const PATIENT_SHARE = 0.7;
/** Urgent looks that may go at once. */
export const URGENT_BURST = 10;
/** What is planned stays below the budget by this factor, so that queues empty themselves. */
const RESERVE = 1.1;
/** So many blocked looks in a row, without one that was answered, are about the address and not about one room. */
const BLOCKED_IN_A_ROW = 3;
const MAX_LEVEL = 7;
/** The pace changes at most this often. */
const LEVEL_MS = 10_000;
/** A streamer who did not ask again for so long, beyond the interval, is not there any more. */
const FORGET_MS = 10 * 60_000;
const FORGET_AT_ONCE = 10;
/** Clocks differ by some ms after a failover; more is a jump. */
const BACK_MS = 1000;

export interface PlannedTurn {
  ticket: number;
  waitMs: number;
  stretch: number;
}

/**
 * The rules of the shared schedule (GCRA with two lanes), for tests, simulations and single processes. Redis does the
 * same in `book.lua`, `confirm.lua` and `settle.lua`; a test holds the two together. Times in ms, from outside.
 */
export class LookPlan {
  private patientAt = 0;
  private urgentAt = 0;
  private level = 0;
  private levelAt = 0;
  private blocked = 0;
  private total = 0;
  private seen = 0;
  /** Nobody is silent before this. */
  private silentFrom = Number.POSITIVE_INFINITY;
  /** By streamer: thousandths of a request a minute, and until when that holds. */
  private readonly wants = new Map<string, { rate: number; until: number }>();

  constructor(private readonly requestsPerMinute: number) {}

  book({ streamerId, urgent, everyMs }: LookRequest, now: number): PlannedTurn {
    this.see(now);
    this.forgetSilent(now);
    this.want(streamerId, urgent ? 0 : Math.floor(60_000_000 / everyMs), now + everyMs + FORGET_MS);
    const share = this.requestsPerMinute * PATIENT_SHARE;
    const stretch = Math.max(1, (this.total * RESERVE) / 1000 / share);
    return { ticket: now, waitMs: this.take(urgent, now) - now, stretch };
  }

  confirm(ticket: number, now: number): Pick<PlannedTurn, 'ticket' | 'waitMs'> {
    this.see(now);
    if (ticket >= this.levelAt) return { ticket, waitMs: 0 };
    return { ticket: now, waitMs: this.take(false, now) - now };
  }

  settle(requests: number, outcome: LookOutcome, now: number): void {
    this.see(now);
    const extra = Math.max(0, requests - 1);
    if (extra > 0) this.patientAt = Math.max(this.patientAt, now) + extra * this.slotMs(PATIENT_SHARE);
    if (outcome === 'answered') this.ease(now);
    if (outcome === 'blocked') this.slowDown(now);
  }

  leave(streamerId: string): void {
    this.want(streamerId, 0, 0);
  }

  /** Slots move along with a clock that was set back: nobody waits for the time that it had. */
  private see(now: number): void {
    if (now < this.seen - BACK_MS) {
      const back = now - this.seen;
      this.patientAt += back;
      this.urgentAt += back;
      this.levelAt += back;
      this.seen = now;
    }
    this.seen = Math.max(this.seen, now);
  }

  private take(urgent: boolean, now: number): number {
    const patient = Math.max(this.patientAt, now);
    const slot = this.slotMs(1 - PATIENT_SHARE);
    const sooner = Math.max(this.urgentAt - URGENT_BURST * slot, now);
    if (urgent && sooner < patient) {
      this.urgentAt = Math.max(this.urgentAt, now) + slot;
      return sooner;
    }
    this.patientAt = patient + this.slotMs(PATIENT_SHARE);
    return patient;
  }

  private slotMs(share: number): number {
    return (60_000 / this.requestsPerMinute / share) * 2 ** this.level;
  }

  private ease(now: number): void {
    this.blocked = 0;
    if (this.level > 0 && now - this.levelAt >= LEVEL_MS) this.setLevel(this.level - 1, now);
  }

  private slowDown(now: number): void {
    this.blocked += 1;
    if (this.blocked < BLOCKED_IN_A_ROW || this.level === MAX_LEVEL) return;
    if (this.level === 0 || now - this.levelAt >= LEVEL_MS) this.setLevel(this.level + 1, now);
  }

  /** Slots that were given out at another pace are void. */
  private setLevel(level: number, now: number): void {
    this.level = level;
    this.levelAt = now;
    this.patientAt = now + this.slotMs(PATIENT_SHARE);
    this.urgentAt = now + URGENT_BURST * this.slotMs(1 - PATIENT_SHARE);
  }

  private want(streamerId: string, rate: number, until: number): void {
    this.total += rate - (this.wants.get(streamerId)?.rate ?? 0);
    this.wants.delete(streamerId);
    if (rate === 0) return;
    this.wants.set(streamerId, { rate, until });
    this.silentFrom = Math.min(this.silentFrom, until);
  }

  private forgetSilent(now: number): void {
    if (now < this.silentFrom) return;
    const silent = [...this.wants].filter(([, { until }]) => until <= now);
    silent.sort(([a, { until: one }], [b, { until: other }]) => one - other || (a < b ? -1 : 1));
    for (const [streamerId] of silent.slice(0, FORGET_AT_ONCE)) this.want(streamerId, 0, 0);
    const times = [...this.wants.values()].map(({ until }) => until);
    this.silentFrom = times.reduce((first, until) => Math.min(first, until), Number.POSITIVE_INFINITY);
  }
}
