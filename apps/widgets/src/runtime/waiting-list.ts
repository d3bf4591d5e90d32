import { type Alert, type AlertEvent, bundle, repeats } from './alert.js';

/** Alerts in the order in which they will be shown, never more than a limit. */
export class WaitingList {
  private alerts: Alert[] = [];

  get size(): number {
    return this.alerts.length;
  }

  /** The alert that a further event belongs to: the one with its streak, else one of the same sender and gift. */
  holderOf(event: AlertEvent, streakId: string | undefined, windowMs: number): Alert | undefined {
    const bySameStreak = streakId && this.alerts.find((alert) => alert.streaks.has(streakId));
    return bySameStreak || this.alerts.find((alert) => repeats(alert, event, windowMs));
  }

  carries(streakId: string): boolean {
    return this.alerts.some((alert) => alert.streaks.has(streakId));
  }

  /** Behind all of its priority or a higher one, and behind what the streamer asked for. */
  push(alert: Alert, limit: number): void {
    const later = this.alerts.findIndex((other) => !other.replay && other.priority < alert.priority);
    this.alerts.splice(later < 0 ? this.alerts.length : later, 0, alert);
    this.shrinkTo(limit);
  }

  pushFront(alert: Alert): void {
    this.alerts.unshift(alert);
  }

  shift(): Alert | undefined {
    return this.alerts.shift();
  }

  take(id: string): Alert | undefined {
    const index = this.alerts.findIndex((alert) => alert.ids.includes(id));
    return index < 0 ? undefined : this.alerts.splice(index, 1)[0];
  }

  /** Takes out all that are not wanted. */
  sift(wanted: (alert: Alert) => boolean): Alert[] {
    const out = this.alerts.filter((alert) => !wanted(alert));
    this.alerts = this.alerts.filter(wanted);
    return out;
  }

  drain(): Alert[] {
    return this.alerts.splice(0);
  }

  /** Nothing is thrown away: past the limit the smallest alerts are put together. */
  shrinkTo(limit: number): void {
    while (this.alerts.length > Math.max(1, limit)) {
      const smallest = this.smallest(this.alerts);
      if (!smallest) return;
      const others = this.alerts.filter((alert) => alert !== smallest);
      const partner = this.partnerOf(smallest, others);
      if (!partner) return;
      const [first, second] = this.inOrder(smallest, partner);
      bundle(first, second);
      this.alerts.splice(this.alerts.indexOf(second), 1);
    }
  }

  private partnerOf(alert: Alert, others: Alert[]): Alert | undefined {
    const sender = alert.event.user.id;
    const ofSameSender = others.filter((other) => other.senders.size === 1 && other.senders.has(sender));
    const crowd = others.filter((other) => other.bundle && other.senders.size > 1);
    return this.smallest(ofSameSender) ?? this.smallest(crowd) ?? this.smallest(others);
  }

  private smallest(alerts: Alert[]): Alert | undefined {
    const shown = alerts.filter((alert) => !alert.replay);
    return shown.reduce<Alert | undefined>(
      (least, alert) => (least && least.coins <= alert.coins ? least : alert),
      undefined,
    );
  }

  private inOrder(a: Alert, b: Alert): [Alert, Alert] {
    return this.alerts.indexOf(a) < this.alerts.indexOf(b) ? [a, b] : [b, a];
  }
}
