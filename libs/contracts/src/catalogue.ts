/**
 * What exists, by name, without zod: browser bundles import this file's constants, so it must stay small.
 */
export const LIVE_EVENT_TYPES = [
  'chat',
  'gift',
  'like',
  'follow',
  'share',
  'join',
  'subscribe',
  'viewers',
  'question',
  'emote',
  'envelope',
  'battle',
  'caption',
  'stream.started',
  'stream.ended',
  'source.lost',
  'source.restored',
] as const;
export type LiveEventType = (typeof LIVE_EVENT_TYPES)[number];

/** Events that may be dropped for a page that cannot keep up. */
export const EPHEMERAL_EVENT_TYPES = ['chat', 'like', 'viewers', 'join'] as const satisfies readonly LiveEventType[];
/** Events that are never dropped: each is an alert. */
export const ALERT_EVENT_TYPES = ['gift', 'follow', 'share', 'subscribe'] as const satisfies readonly LiveEventType[];

const LIFECYCLE_EVENT_TYPES = [
  'stream.started',
  'stream.ended',
  'source.lost',
  'source.restored',
] as const satisfies readonly LiveEventType[];

export const WIDGET_TYPES = [
  'feed',
  'gifts',
  'follows',
  'likes',
  'subscribes',
  'shares',
  'chat',
  'viewers',
  'alerts',
  'goals',
  'leaderboard',
  'latest',
  'timer',
  'hearts',
] as const;
export type WidgetType = (typeof WIDGET_TYPES)[number];

/** Widgets that keep a queue of alerts and acknowledge what they showed. */
export const ALERT_WIDGET_TYPES = [
  'gifts',
  'follows',
  'subscribes',
  'shares',
  'alerts',
] as const satisfies readonly WidgetType[];

/** Widgets that follow the projections by `state` messages. */
export const STATE_WIDGET_TYPES = ['goals', 'leaderboard', 'latest', 'timer'] as const satisfies readonly WidgetType[];

/** The event types that a widget gets, besides the `stream.*` and `source.*` events that all of them get. */
const OWN_EVENTS: Record<WidgetType, readonly LiveEventType[]> = {
  feed: LIVE_EVENT_TYPES,
  gifts: ['gift'],
  follows: ['follow'],
  likes: ['like'],
  subscribes: ['subscribe'],
  shares: ['share'],
  chat: ['chat'],
  viewers: ['viewers'],
  alerts: ALERT_EVENT_TYPES,
  goals: [],
  leaderboard: [],
  latest: [],
  timer: [],
  hearts: ['like'],
};

/** Every event type that `widget` gets. */
export function eventTypesOf(widget: WidgetType): ReadonlySet<LiveEventType> {
  return new Set<LiveEventType>([...OWN_EVENTS[widget], ...LIFECYCLE_EVENT_TYPES]);
}

export function isWidgetType(name: string): name is WidgetType {
  return (WIDGET_TYPES as readonly string[]).includes(name);
}
export function isAlertWidget(widget: WidgetType): boolean {
  return (ALERT_WIDGET_TYPES as readonly string[]).includes(widget);
}
export function isStateWidget(widget: WidgetType): boolean {
  return (STATE_WIDGET_TYPES as readonly string[]).includes(widget);
}
export function isAlertEvent(type: string): boolean {
  return (ALERT_EVENT_TYPES as readonly string[]).includes(type);
}
export function isEphemeralEvent(type: string): boolean {
  return (EPHEMERAL_EVENT_TYPES as readonly string[]).includes(type);
}

/** Version of the widget socket protocol. A published version is frozen: it changes only by adding. */
export const WIDGET_PROTOCOL_VERSION = 1;
/** A client message larger than this closes the socket with 1009. */
export const MAX_CLIENT_MESSAGE_BYTES = 16 * 1024;

export const CLOSE_CODES = {
  badMessage: 4400,
  unknownKey: 4401,
  notSubscribed: 4402,
  unknownWidget: 4404,
  noHello: 4408,
  tooMany: 4429,
  tooLarge: 1009,
  restart: 1012,
  tryLater: 1013,
} as const;
