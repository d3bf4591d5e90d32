import type { Clock } from '../runtime/timers.js';

export interface Entry {
  id: string;
}

export interface ListScreen<T extends Entry> {
  /** Oldest first. `settled` ones were there before this page and do not move in. */
  add(entries: readonly T[], settled: boolean): void;
  /** Builds these anew, where they stand. */
  redraw(entries: readonly T[]): void;
  remove(ids: readonly string[]): void;
}

export interface ListRules {
  maxMessages: number;
  /** 0: an entry stays until others push it out. */
  lifetimeMs: number;
  delayMs: number;
}

/** One layout for all that came within this time, however fast people write. */
const BATCH_MS = 120;
const MAX_DELAYED = 600;

interface Delayed<T> {
  event: T;
  dueAt: number;
}
interface Shown<T> {
  event: T;
  expiresAt: number;
}

/** Which entries are on screen, from when to when. */
export class ListFeed<T extends Entry> {
  private delayed: Delayed<T>[] = [];
  private shown: Shown<T>[] = [];
  private lastAdd = Number.NEGATIVE_INFINITY;
  private cancel = (): void => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly screen: ListScreen<T>,
    private rules: ListRules,
  ) {}

  configure(rules: ListRules): void {
    this.rules = rules;
    this.trim();
    this.plan();
  }

  push(event: T): void {
    this.delayed.push({ event, dueAt: this.clock.now() + this.rules.delayMs });
    if (this.delayed.length > MAX_DELAYED) this.delayed.shift();
    this.plan();
  }

  /** What was written before this page was there; `age` in ms. */
  restore(events: readonly { event: T; age: number }[]): void {
    const { lifetimeMs, delayMs, maxMessages } = this.rules;
    const fresh = events.filter(({ age }) => age >= delayMs && (lifetimeMs === 0 || age < lifetimeMs + delayMs));
    const now = this.clock.now();
    for (const { event, age } of events) if (age < delayMs) this.delayed.push({ event, dueAt: now + delayMs - age });
    this.show(
      fresh.slice(-maxMessages).map(({ event, age }) => ({ event, expiresAt: this.expiry(now - age + delayMs) })),
      true,
    );
    this.plan();
  }

  /** Takes out what the settings or the streamer do not want any more, and draws the rest as the settings say now. */
  review(wanted: (event: T) => boolean): void {
    this.delayed = this.delayed.filter(({ event }) => wanted(event));
    this.takeOut(this.shown.filter(({ event }) => !wanted(event)));
    this.screen.redraw(this.shown.map(({ event }) => event));
    this.plan();
  }

  get empty(): boolean {
    return this.shown.length === 0 && this.delayed.length === 0;
  }

  blank(): void {
    this.cancel();
    this.delayed = [];
    this.takeOut(this.shown);
  }

  private tick(): void {
    const now = this.clock.now();
    this.takeOut(this.shown.filter((message) => message.expiresAt <= now));
    const due = this.delayed.filter((message) => message.dueAt <= now);
    if (due.length > 0 && now - this.lastAdd >= BATCH_MS) {
      this.delayed = this.delayed.filter((message) => message.dueAt > now);
      this.lastAdd = now;
      const fit = due.slice(-this.rules.maxMessages);
      this.show(
        fit.map(({ event }) => ({ event, expiresAt: this.expiry(now) })),
        false,
      );
    }
    this.plan();
  }

  private show(messages: readonly { event: T; expiresAt: number }[], settled: boolean): void {
    if (messages.length === 0) return;
    this.shown.push(...messages);
    this.screen.add(
      messages.map(({ event }) => event),
      settled,
    );
    this.trim();
  }

  private trim(): void {
    const over = this.shown.length - this.rules.maxMessages;
    if (over > 0) this.takeOut(this.shown.slice(0, over));
  }

  private takeOut(gone: readonly Shown<T>[]): void {
    if (gone.length === 0) return;
    const out = new Set(gone);
    this.shown = this.shown.filter((message) => !out.has(message));
    this.screen.remove(gone.map(({ event }) => event.id));
  }

  private plan(): void {
    this.cancel();
    const firstDue = this.delayed[0]?.dueAt;
    const add = firstDue === undefined ? Infinity : Math.max(firstDue, this.lastAdd + BATCH_MS);
    const next = this.shown.reduce((least, { expiresAt }) => Math.min(least, expiresAt), add);
    if (next === Infinity) return;
    this.cancel = this.clock.after(Math.max(0, next - this.clock.now()), () => this.tick());
  }

  private expiry(shownAt: number): number {
    return this.rules.lifetimeMs === 0 ? Infinity : shownAt + this.rules.lifetimeMs;
  }
}
