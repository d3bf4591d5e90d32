import { eventTypesOf, isAlertEvent, type LiveEvent, type LoggedEvent, type WidgetInstance } from '#libs/contracts';
import type { StoredAlert } from '#libs/domain';

const MAX_MISSED = 100;

function streakOf(event: LiveEvent): string | undefined {
  return event.type === 'gift' ? event.streak?.id : undefined;
}

/**
 * Which of `events`, in the order of the log, count as started: those marked, and whatever belongs to a streak of
 * which an event was started. Adds the streaks to `startedStreaks`.
 */
export function startedOf(
  events: readonly LiveEvent[],
  marked: ReadonlySet<string>,
  startedStreaks: Set<string>,
): Set<string> {
  const started = new Set<string>();
  for (const event of events) {
    const streak = streakOf(event);
    if (marked.has(event.id)) {
      started.add(event.id);
      if (streak !== undefined) startedStreaks.add(streak);
    } else if (streak !== undefined && startedStreaks.has(streak)) {
      started.add(event.id);
    }
  }
  return started;
}

/** Ids of the alerts that `widget` shows. */
export function alertsOf(widget: WidgetInstance, alerts: readonly StoredAlert[]): StoredAlert[] {
  const types = eventTypesOf(widget.type);
  return alerts.filter(({ event }) => isAlertEvent(event.type) && types.has(event.type));
}

/**
 * The newest alerts that are at or below `position`, that no page started, and that are young enough for the widget.
 * `now` in ms. Oldest first.
 */
export function missedAlerts(
  alerts: readonly StoredAlert[],
  started: ReadonlySet<string>,
  position: { epoch: string; offset: number },
  limits: { now: number; timeLimitMs: number },
): LoggedEvent[] {
  return alerts
    .filter(
      ({ event, epoch, offset }) =>
        (epoch !== position.epoch || offset <= position.offset) &&
        !started.has(event.id) &&
        limits.now - event.receivedAt <= limits.timeLimitMs,
    )
    .slice(-MAX_MISSED)
    .map(({ event, offset }) => ({ offset, event }));
}
