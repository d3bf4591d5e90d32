import type { WidgetType } from '#libs/contracts';
import {
  PREVIEW_EVENTS,
  type PreviewEvent,
  type PreviewReady,
} from '../../../../libs/contracts/src/preview-messages.js';
import type { Boot } from '../runtime/boot.js';
import { reportFault } from '../runtime/faults.js';
import { browserClock } from '../runtime/timers.js';
import type { WidgetDesk } from '../runtime/widget-desk.js';
import { Samples } from './samples.js';

type Message = { type: 'draft'; settings: Record<string, unknown> | undefined } | { type: 'play'; event: PreviewEvent };

/** More than any widget has settings. */
const MAX_SETTINGS = 200;
const STREAK_STEP_MS = 260;

/** What a widget shows by itself when a draft comes and there is nothing to see the change on. */
const FIRST: Record<WidgetType, PreviewEvent | undefined> = {
  feed: 'gift',
  gifts: 'gift-large',
  follows: 'follow',
  likes: 'like',
  subscribes: 'subscribe',
  shares: 'share',
  chat: 'chat',
  alerts: 'gift-large',
  hearts: 'like',
  viewers: undefined,
  goals: undefined,
  leaderboard: undefined,
  latest: undefined,
  timer: undefined,
};

/** Lets the dashboard, and nobody else, try settings and events on this page. Nothing of it leaves the page. */
export function openShowroom(desk: WidgetDesk, boot: Boot): void {
  const dashboards = boot.dashboards ?? [];
  const samples = new Samples(boot.widget, () => desk.settings);
  let open = false;
  let last = FIRST[boot.widget];

  const play = (kind: PreviewEvent): void => {
    last = kind;
    const events = samples.make(kind, Date.now() + desk.skew);
    // A queue that the streamer paused on stream is not paused here.
    desk.widget.control?.({ seq: 0, action: 'resume' });
    events.forEach((event, index) => {
      browserClock.after(index * STREAK_STEP_MS, () => {
        samples.add(event);
        desk.show(samples.fill);
        desk.items([{ offset: samples.serial, event }]);
      });
    });
  };

  const take = (message: Message): void => {
    if (!open) {
      open = true;
      desk.show(samples.fill);
    }
    if (message.type === 'play') return play(message.event);
    desk.draft(message.settings);
    desk.show(samples.fill);
    if (desk.widget.redraw?.() === false && last) play(last);
  };

  window.addEventListener('message', (event) => {
    if (event.source !== window.parent || !dashboards.includes(event.origin)) return;
    const message = messageOf(event.data);
    if (!message) return;
    try {
      take(message);
    } catch (error) {
      reportFault('a draft could not be shown', error);
    }
  });
  const ready: PreviewReady = { type: 'streamshape:ready', widget: boot.widget };
  for (const dashboard of dashboards) window.parent.postMessage(ready, dashboard);
}

/** `undefined` for whatever is none of ours. */
export function messageOf(data: unknown): Message | undefined {
  if (!isRecord(data)) return undefined;
  if (data['type'] === 'streamshape:play') {
    const event = PREVIEW_EVENTS.find((known) => known === data['event']);
    return event && { type: 'play', event };
  }
  if (data['type'] !== 'streamshape:draft') return undefined;
  const settings = data['settings'];
  if (settings === null) return { type: 'draft', settings: undefined };
  if (!isRecord(settings) || Object.keys(settings).length > MAX_SETTINGS) return undefined;
  return { type: 'draft', settings: { ...settings } };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
