import type { LiveEvent } from '#libs/contracts';
import type { AlertEvent } from '../runtime/alert.js';
import type { AlertSource } from '../runtime/alert-widget.js';
import { BoundedMap } from '../runtime/bounded-map.js';

const KNOWN_VIEWERS = 2000;

/** Turns likes into alerts: one each time that a viewer has given so many. */
export class LikeCounter implements AlertSource {
  private readonly given = new BoundedMap<string, number>(KNOWN_VIEWERS);

  constructor(private every = 100) {}

  configure(every: number): void {
    this.every = Math.max(1, Math.round(every));
  }

  alertOf(event: LiveEvent): AlertEvent | undefined {
    if (event.type !== 'like') return undefined;
    const before = this.given.get(event.user.id) ?? 0;
    const after = before + event.count;
    this.given.set(event.user.id, after);
    const steps = Math.floor(after / this.every) - Math.floor(before / this.every);
    return steps > 0 ? { ...event, count: steps * this.every } : undefined;
  }
}
