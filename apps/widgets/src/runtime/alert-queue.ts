import { type Alert, type AlertEvent, absorb, gainOf, newAlert, repeats, worthOf } from './alert.js';
import type { AlertJournal, AlertScreen, QueueRules } from './alert-queue-parts.js';
import { BoundedMap } from './bounded-map.js';
import { reportFault } from './faults.js';
import type { Cancel, Clock } from './timers.js';
import { WaitingList } from './waiting-list.js';

export type { AlertJournal, AlertScreen, QueueRules };

export const EXIT_MS = 250;
const PAUSE_BETWEEN_MS = 140;
const STREAK_HOLD_MS = 2000;
/** While others wait, a climbing streak gets this many times the normal duration. */
const STREAK_SHARE = 2;
const KNOWN_STREAKS = 500;

interface OnScreen {
  alert: Alert;
  startedAt: number;
  durationMs: number;
  endsAt: number;
  leaving: boolean;
}

/** Decides what is on screen and for how long. Driven by timers alone, for animation frames stop while OBS hides a page. */
export class AlertQueue {
  private readonly waiting = new WaitingList();
  private readonly streakTotals = new BoundedMap<string, number>(KNOWN_STREAKS);
  private readonly holds = new Set<string>();
  private current: OnScreen | undefined;
  private cancel: Cancel = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly screen: AlertScreen,
    private readonly journal: AlertJournal,
    private rules: QueueRules,
    /** Now by the server's clock, with which `receivedAt` is compared. */
    private readonly serverNow: () => number = () => clock.now(),
  ) {}

  get size(): number {
    return this.waiting.size;
  }
  get idle(): boolean {
    return !this.current;
  }

  configure(rules: QueueRules): void {
    this.rules = rules;
    this.waiting.shrinkTo(rules.maxQueue);
  }

  /** `alreadyStarted`: another page rendered it, so it is not shown here. */
  accept(event: AlertEvent, alreadyStarted = false): void {
    const streak = event.type === 'gift' ? event.streak : undefined;
    const known = streak && this.streakTotals.get(streak.id);
    if (alreadyStarted) {
      // A streak that is here takes its total from the next live event.
      if (streak && !this.carries(streak.id)) this.remember(event);
      return;
    }
    const gain = gainOf(event, known);
    if (this.absorbed(event, streak?.id, gain)) return;
    const onlyCloses = event.type === 'gift' && event.count === 0 && known === undefined;
    if (gain === 0 || onlyCloses || this.tooSmall(event)) return;
    const alert = newAlert(event, known);
    alert.priority = this.rules.priorityOf?.(event) ?? 0;
    this.waiting.push(alert, this.rules.maxQueue);
    this.remember(event);
    this.next();
  }

  /** Shows it again, before everything that waits. */
  replay(event: AlertEvent): void {
    const waiting = this.waiting.take(event.id);
    this.waiting.pushFront(waiting ?? newAlert(event, undefined, true));
    this.next();
  }

  /** Nothing new starts while there is a reason to hold. */
  hold(reason: string, on: boolean): void {
    if (on) this.holds.add(reason);
    else this.holds.delete(reason);
    this.next();
  }

  /** Ends the alert with this id, wherever it is; without an id the one on screen, else the first that waits. */
  skip(id?: string): void {
    if (this.current && !this.current.leaving && (!id || this.current.alert.ids.includes(id))) {
      this.leave();
      return;
    }
    const skipped = id ? this.waiting.take(id) : this.current ? undefined : this.waiting.shift();
    if (skipped) this.settle(skipped);
  }

  /** Takes what waits with these ids out of the queue; what is on screen stays. */
  drop(ids: readonly string[]): void {
    for (const id of ids) {
      const dropped = this.waiting.take(id);
      if (dropped?.replay) this.waiting.pushFront(dropped);
      else if (dropped) this.settle(dropped);
    }
  }

  clear(): void {
    for (const alert of this.waiting.drain()) this.settle(alert);
    if (this.current && !this.current.leaving) this.leave();
  }

  /** Ends what is not wanted any more, wherever it is. A bundle goes with the one whose name is on it. */
  review(wanted: (event: AlertEvent) => boolean): void {
    for (const alert of this.waiting.sift(({ event }) => wanted(event))) this.settle(alert);
    if (this.current && !wanted(this.current.alert.event)) this.leave();
  }

  /** Draws what is on screen anew, for the rest of its time. False when there is nothing. */
  redraw(): boolean {
    const shown = this.current;
    if (!shown) return false;
    if (!shown.leaving) this.draw(() => this.screen.redraw?.(shown.alert, shown.endsAt - this.clock.now()));
    return true;
  }

  /** Forgets everything at once, without a word to the server: the page has lost its right to show. */
  blank(): void {
    this.waiting.drain();
    this.cancel();
    if (this.current) this.screen.remove(this.current.alert);
    this.current = undefined;
  }

  private absorbed(event: AlertEvent, streakId: string | undefined, gain: number): boolean {
    const shown = this.current;
    const holder = this.waiting.holderOf(event, streakId, this.rules.mergeWindowMs);
    if (shown && !holder && !shown.leaving && this.belongsTo(shown.alert, event, streakId)) {
      this.remember(event);
      absorb(shown.alert, event, gain);
      this.acknowledge(shown.alert, [event.id]);
      if (gain > 0) this.prolong(shown);
      return true;
    }
    if (!holder) return false;
    this.remember(event);
    absorb(holder, event, gain);
    return true;
  }

  private belongsTo(alert: Alert, event: AlertEvent, streakId: string | undefined): boolean {
    if (streakId && alert.streaks.has(streakId)) return true;
    return !alert.bundle && repeats(alert, event, this.rules.mergeWindowMs);
  }

  private carries(streakId: string): boolean {
    return Boolean(this.current?.alert.streaks.has(streakId)) || this.waiting.carries(streakId);
  }

  private remember(event: AlertEvent): void {
    if (event.type !== 'gift' || !event.streak) return;
    const known = this.streakTotals.get(event.streak.id) ?? 0;
    this.streakTotals.set(event.streak.id, Math.max(known, event.total));
  }

  private tooSmall(event: AlertEvent): boolean {
    return event.type === 'gift' && worthOf(event) < this.rules.minimumCoins;
  }

  private next(): void {
    while (!this.current && this.holds.size === 0) {
      const alert = this.waiting.shift();
      if (!alert) return;
      if (alert.replay || this.serverNow() - alert.receivedAt <= this.rules.timeLimitMs) this.start(alert);
    }
  }

  private start(alert: Alert): void {
    const now = this.clock.now();
    const durationMs = this.rules.durationOf?.(alert) ?? this.rules.durationMs;
    this.current = { alert, startedAt: now, durationMs, endsAt: now + durationMs, leaving: false };
    this.cancel = this.clock.after(durationMs, () => this.leave());
    this.draw(() => this.screen.show(alert, durationMs));
    this.acknowledge(alert, alert.ids);
  }

  private prolong(shown: OnScreen): void {
    const now = this.clock.now();
    const wished = now + Math.min(this.rules.streakHoldMs ?? STREAK_HOLD_MS, shown.durationMs);
    const fair = shown.startedAt + shown.durationMs * STREAK_SHARE;
    const until = this.waiting.size > 0 ? Math.min(wished, fair) : wished;
    if (until > shown.endsAt) {
      shown.endsAt = until;
      this.cancel();
      this.cancel = this.clock.after(until - now, () => this.leave());
    }
    this.draw(() => this.screen.update(shown.alert, shown.endsAt - now));
  }

  private leave(): void {
    const shown = this.current;
    if (!shown || shown.leaving) return;
    this.cancel();
    shown.leaving = true;
    this.draw(() => this.screen.hide(shown.alert));
    if (!shown.alert.replay) this.journal.shown([...shown.alert.ids]);
    this.cancel = this.clock.after(EXIT_MS, () => {
      this.draw(() => this.screen.remove(shown.alert));
      this.cancel = this.clock.after(PAUSE_BETWEEN_MS, () => {
        this.current = undefined;
        this.next();
      });
    });
  }

  /** The streamer does not want it: it must not come back after a reload. */
  private settle(alert: Alert): void {
    this.acknowledge(alert, alert.ids);
  }

  private acknowledge(alert: Alert, ids: readonly string[]): void {
    if (!alert.replay) this.journal.started([...ids]);
  }

  /** A picture that cannot be drawn must not stop the ones behind it. */
  private draw(act: () => void): void {
    try {
      act();
    } catch (error) {
      reportFault('an alert could not be drawn', error);
    }
  }
}
