import { DAY, HOUR } from './clock.js';
import type { CheckoutSession, Invoice, Subscription } from './model.js';
import { renderSession } from './render.js';
import type { Subscriptions } from './subscriptions.js';
import type { World } from './world.js';

interface Due {
  at: number;
  run: () => void;
}

const OVER = new Set(['canceled', 'incomplete_expired', 'paused']);

/** Lets happen what is due, in the order of time. */
export class Timeline {
  constructor(
    private readonly world: World,
    private readonly subscriptions: Subscriptions,
  ) {}

  /** Everything up to where the clock stands. */
  catchUp(): void {
    const until = this.world.wall();
    for (let next = this.next(until); next; next = this.next(until)) this.world.at(next.at, next.run);
  }

  /** Moves the clock forward and lets happen what was due on the way. */
  advanceTo(moment: number): void {
    this.world.store.clockOffset += Math.max(0, moment - this.world.wall());
    this.catchUp();
  }

  private next(until: number): Due | undefined {
    let first: Due | undefined;
    for (const due of this.dues()) {
      if (due.at <= until && (first === undefined || due.at < first.at)) first = due;
    }
    return first;
  }

  private *dues(): Iterable<Due> {
    const { subscriptions, invoices, sessions } = this.world.store;
    for (const row of subscriptions.values()) yield* this.ofSubscription(row);
    for (const invoice of invoices.values()) yield* this.ofInvoice(invoice);
    for (const session of sessions.values()) yield* this.ofSession(session);
  }

  private *ofSubscription(row: Subscription): Iterable<Due> {
    if (OVER.has(row.status)) return;
    if (row.status === 'incomplete') {
      yield { at: row.created + 23 * HOUR, run: () => this.subscriptions.end(row, 'expired') };
      return;
    }
    if (row.trialEnd !== null && row.status === 'trialing' && !row.trialWarned) {
      yield { at: row.trialEnd - 3 * DAY, run: () => this.warn(row) };
    }
    yield { at: Math.min(row.periodEnd, row.cancelAt ?? row.periodEnd), run: () => this.subscriptions.renew(row) };
  }

  private *ofInvoice(invoice: Invoice): Iterable<Due> {
    if (invoice.status !== 'open' || invoice.nextAttempt === null) return;
    yield { at: invoice.nextAttempt, run: () => void this.subscriptions.collect(invoice) };
  }

  private *ofSession(session: CheckoutSession): Iterable<Due> {
    if (session.status === 'open') yield { at: session.expiresAt, run: () => expireSession(this.world, session) };
  }

  private warn(row: Subscription): void {
    row.trialWarned = true;
    this.subscriptions.tell('trial_will_end', row);
  }
}

export function expireSession(world: World, session: CheckoutSession): void {
  session.status = 'expired';
  world.emit('checkout.session.expired', renderSession(session, world));
}
