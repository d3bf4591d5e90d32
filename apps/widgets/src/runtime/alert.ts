import type { LiveEventOf, LiveUser } from '#libs/contracts';

/** `like` is no alert of the server's: the likes box makes one when a viewer has given enough. */
export type AlertEvent = LiveEventOf<'gift' | 'follow' | 'subscribe' | 'share' | 'like'>;

/** One thing that comes on screen: a single event, a streak, or several events that were merged. */
export interface Alert {
  /** Alerts with the same key are merged. */
  key: string;
  /** The event that gives name, words and pictures. */
  event: AlertEvent;
  /** Every event in it, oldest first. */
  ids: string[];
  /** Where the count starts to roll: what an earlier alert of the same streak showed already. */
  base: number;
  /** What it adds to `base`. */
  gained: number;
  /** Coins of `gained`. */
  coins: number;
  /** Coins of `base`. */
  baseCoins: number;
  senders: Set<string>;
  /** Types of everything in it. */
  kinds: Set<AlertEvent['type']>;
  /** Set when different gifts or senders had to be put together. */
  bundle: boolean;
  streaks: Set<string>;
  /** Of the newest event, ms. */
  receivedAt: number;
  /** The streamer asked for it again: it is not acknowledged. */
  replay: boolean;
  /** Of those that wait, the ones with a higher priority go first. */
  priority: number;
}

export function isAlertEventObject(event: { type: string }): event is AlertEvent {
  return event.type === 'gift' || event.type === 'follow' || event.type === 'subscribe' || event.type === 'share';
}

export function keyOf(event: AlertEvent): string {
  const who = `${event.type}:${event.user.id}`;
  return event.type === 'gift' ? `${who}:${event.gift.id}` : who;
}

/** Whether `event` is the same again, soon enough after the newest event of `alert`. A window of 0 ms merges nothing. */
export function repeats(alert: Alert, event: AlertEvent, windowMs: number): boolean {
  const near = windowMs > 0 && Math.abs(event.receivedAt - alert.receivedAt) <= windowMs;
  return near && !alert.replay && alert.key === keyOf(event);
}

/** How many gifts (or follows, ...) an event adds to what is known of its streak. */
export function gainOf(event: AlertEvent, knownOfStreak: number | undefined): number {
  if (event.type === 'like') return event.count;
  if (event.type !== 'gift') return 1;
  return event.streak ? Math.max(0, event.total - (knownOfStreak ?? 0)) : event.count;
}

/** Coins of everything that the event stands for: the whole streak so far. */
export function worthOf(event: AlertEvent): number {
  if (event.type !== 'gift') return 0;
  return event.streak ? event.total * event.gift.coins : event.coins;
}

export function coinsEach(event: AlertEvent): number {
  return event.type === 'gift' ? event.gift.coins : 0;
}

export function newAlert(event: AlertEvent, knownOfStreak: number | undefined, replay = false): Alert {
  const base = knownOfStreak ?? 0;
  const gained = gainOf(event, knownOfStreak);
  return {
    key: keyOf(event),
    event,
    ids: [event.id],
    base,
    gained,
    coins: gained * coinsEach(event),
    baseCoins: base * coinsEach(event),
    senders: new Set([event.user.id]),
    kinds: new Set([event.type]),
    bundle: false,
    // A replay stays what it was: what the streak adds by now is an alert of its own.
    streaks: new Set(replay ? [] : streakIdOf(event)),
    receivedAt: event.receivedAt,
    replay,
    priority: 0,
  };
}

/** Adds an event to an alert that waits or is on screen. */
export function absorb(alert: Alert, event: AlertEvent, gain: number): void {
  alert.ids.push(event.id);
  alert.gained += gain;
  alert.coins += gain * coinsEach(event);
  for (const id of streakIdOf(event)) alert.streaks.add(id);
  alert.receivedAt = Math.max(alert.receivedAt, event.receivedAt);
  if (!alert.bundle) alert.event = event;
}

/** Puts two waiting alerts together; `into` keeps its place. The dearer one gives the picture. */
export function bundle(into: Alert, other: Alert): void {
  const same = into.key === other.key && !into.bundle && !other.bundle;
  if (!same && other.coins > into.coins) into.event = other.event;
  into.ids.push(...other.ids);
  into.gained += other.gained;
  into.coins += other.coins;
  for (const sender of other.senders) into.senders.add(sender);
  for (const streak of other.streaks) into.streaks.add(streak);
  for (const kind of other.kinds) into.kinds.add(kind);
  into.priority = Math.max(into.priority, other.priority);
  into.receivedAt = Math.max(into.receivedAt, other.receivedAt);
  if (same) return;
  into.bundle = true;
  into.base = 0;
  into.baseCoins = 0;
  into.key = into.senders.size === 1 ? `bundle:${into.event.user.id}` : 'bundle';
}

export function countOf(alert: Alert): number {
  return alert.base + alert.gained;
}

export function totalCoins(alert: Alert): number {
  return alert.baseCoins + alert.coins;
}

export function senderOf(alert: Alert): LiveUser {
  return alert.event.user;
}

function streakIdOf(event: AlertEvent): string[] {
  return event.type === 'gift' && event.streak ? [event.streak.id] : [];
}
