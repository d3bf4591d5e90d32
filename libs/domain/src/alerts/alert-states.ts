import { eventTypesOf, isAlertEvent, type AlertState, type LiveEvent, type WidgetType } from '#libs/contracts';
import type { AlertMarkSets } from '../ports/alert-marks.js';

/** The alerts that a widget of this type shows, in the order given. */
export function alertsFor<T extends { event: LiveEvent }>(type: WidgetType, alerts: readonly T[]): T[] {
  const types = eventTypesOf(type);
  return alerts.filter(({ event }) => isAlertEvent(event.type) && types.has(event.type));
}

/**
 * The state of each alert of one widget; `events` oldest first. An event of a streak that has no mark of its own
 * shares the state of the newest one before it that has. Times in ms.
 */
export function alertStates(
  events: readonly LiveEvent[],
  marks: AlertMarkSets,
  limits: { now: number; timeLimitMs: number },
): AlertState[] {
  const streaks = new Map<string, AlertState>();
  return events.map((event) => {
    const streak = event.type === 'gift' ? event.streak?.id : undefined;
    const own = markedState(event.id, marks);
    if (own !== undefined && streak !== undefined) streaks.set(streak, own);
    const settled = own ?? (streak === undefined ? undefined : streaks.get(streak));
    return settled ?? (limits.now - event.receivedAt > limits.timeLimitMs ? 'expired' : 'queued');
  });
}

/** A page that skips an alert on screen says that it was shown, so the skip weighs more. */
function markedState(id: string, { started, shown, skipped }: AlertMarkSets): AlertState | undefined {
  if (skipped.has(id)) return 'skipped';
  if (shown.has(id)) return 'done';
  return started.has(id) ? 'started' : undefined;
}
