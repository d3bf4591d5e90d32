import type { ControlMessage, LiveEvent, LoggedEvent } from '#libs/contracts';
import { type AlertEvent, isAlertEventObject } from './alert.js';
import { AlertQueue, type AlertScreen, type QueueRules } from './alert-queue.js';
import { BoundedSet } from './bounded-set.js';
import { listenToObs } from './obs.js';
import { ServerClock } from './server-clock.js';
import { browserClock } from './timers.js';
import type { Widget, WidgetHost } from './widget.js';

export interface AlertWidgetSettings {
  rules: QueueRules;
  /** Alerts wait while OBS does not send the source out. */
  holdWhileInactive: boolean;
}

export interface AlertView extends AlertScreen {
  /** An alert is on its way: its pictures may be fetched. */
  expect(event: AlertEvent): void;
  configure(settings: Record<string, unknown>): AlertWidgetSettings;
  /** Whether the streamer wants to see alerts of this kind here. */
  wants(event: AlertEvent): boolean;
  /** No sounds, until it says otherwise. */
  mute(muted: boolean): void;
}

/** How a widget that is no alert widget of the server's makes alerts of its events. */
export interface AlertSource {
  /** The alert that this event brings about, if any. */
  alertOf(event: LiveEvent): AlertEvent | undefined;
}

/** As many ids as the log holds, so that nothing comes twice after a new epoch. */
const SEEN = 5000;
/** Longer than the longest duration of an alert. A streak may climb on for ever. */
const RELOAD_AT_LATEST_MS = 35_000;

/** Everything that alert boxes have in common: one queue, acknowledgements, remote control. */
export function alertWidget(host: WidgetHost, view: AlertView, source?: AlertSource): Widget {
  const seen = new BoundedSet<string>(SEEN);
  const time = new ServerClock(() => Date.now());
  let { rules, holdWhileInactive } = view.configure({});
  let active = true;
  const journal = {
    started(ids: string[]): void {
      if (source) return;
      if (!host.boot.preview) host.marks.add(ids);
      host.acknowledge('started', ids);
    },
    shown(ids: string[]): void {
      if (!source) host.acknowledge('shown', ids);
    },
  };
  const queue = new AlertQueue(browserClock, view, journal, rules, () => time.now());
  const holdForObs = (): void => queue.hold('inactive', holdWhileInactive && !active);
  listenToObs({
    active(now) {
      active = now;
      holdForObs();
    },
  });

  const take = (items: readonly LoggedEvent[]): void => {
    for (const { event } of items) time.observe(event.receivedAt);
    for (const { event, started } of items) {
      const alert = source ? source.alertOf(event) : isAlertEventObject(event) ? event : undefined;
      if (!alert || !view.wants(alert) || !seen.add(alert.id)) continue;
      if (!started) view.expect(alert);
      queue.accept(alert, started === true);
    }
  };

  /** An alert that was skipped before it came is not shown when it comes. */
  const forget = (ids: readonly string[]): void => {
    for (const id of ids) seen.add(id);
  };

  return {
    settings(settings) {
      ({ rules, holdWhileInactive } = view.configure(settings));
      queue.configure(rules);
      holdForObs();
    },
    welcome(welcome) {
      queue.hold('paused', welcome.control.paused);
      mute(view, welcome.control.muted);
      forget(welcome.skipped ?? []);
      queue.drop(welcome.skipped ?? []);
      take(welcome.missed);
    },
    snapshot: (snapshot) => take(snapshot.missed),
    items: take,
    control(message) {
      if (message.action === 'skip' && message.id) forget([message.id]);
      obey(queue, view, message);
    },
    reload: () => reloadBetweenAlerts(queue),
    review: (wanted) => queue.review(wanted),
    redraw: () => queue.redraw(),
    blank: () => queue.blank(),
  };
}

function obey(queue: AlertQueue, view: AlertView, message: ControlMessage): void {
  switch (message.action) {
    case 'pause':
    case 'resume':
      return queue.hold('paused', message.action === 'pause');
    case 'skip':
      return queue.skip(message.id);
    case 'clear':
      return queue.clear();
    case 'replay':
      if (message.item && isAlertEventObject(message.item.event)) queue.replay(message.item.event);
      return;
    case 'mute':
    case 'unmute':
      return mute(view, message.action === 'mute');
    case 'reload':
      return;
    default:
      return message.action satisfies never;
  }
}

/** For sounds, and for custom CSS. */
function mute(view: AlertView, muted: boolean): void {
  view.mute(muted);
  document.documentElement.dataset['muted'] = String(muted);
}

/** What waits comes back by `missed`; what is on screen would not, so it may end first. */
function reloadBetweenAlerts(queue: AlertQueue): void {
  const deadline = Date.now() + RELOAD_AT_LATEST_MS;
  queue.hold('reload', true);
  const check = (): void => {
    if (queue.idle || Date.now() >= deadline) location.reload();
    else browserClock.after(100, check);
  };
  check();
}
