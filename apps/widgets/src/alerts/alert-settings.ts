import type { AlertsSettings, Variation } from '#libs/contracts';
import { chooseVariation } from '../../../../libs/contracts/src/widgets/choose-variation.js';
import { POSITIONS } from '../../../../libs/contracts/src/widgets/look-options.js';
import { type Alert, type AlertEvent, countOf, totalCoins, worthOf } from '../runtime/alert.js';
import type { AlertWidgetSettings } from '../runtime/alert-widget.js';
import { type Look, readLook } from '../ui/look.js';
import { SettingsReader } from '../ui/settings.js';
import type { EntryName, ExitName } from '../ui/theme.js';
import { type Presentation, readPresentation } from './presentation.js';

type Kind = AlertEvent['type'];

export interface BoxLook extends Look {
  position: AlertsSettings['position'];
  showAvatar: boolean;
  imageSize: number;
  iconSize: number;
  nameColour: string;
  messageColour: string;
  giftNameColour: string;
  countColour: string;
  cardFromCoins: number;
  sceneFromCoins: number;
  sceneDim: number;
}

export interface BoxSettings {
  look: BoxLook;
  alerts: AlertWidgetSettings;
  shows(kind: Kind): boolean;
  /** How an alert is to be shown; the most specific variation that fits has its say. */
  present(alert: Alert): Presentation;
}

export type { EntryName, ExitName, Presentation };

/** What an alert box shows, by its widget type. */
const WORDS: Record<Kind, string> = {
  gift: 'sent {gift}',
  follow: 'followed',
  subscribe: 'subscribed',
  share: 'shared the stream',
  like: 'likes the stream',
};
const DURATION: Partial<Record<string, number>> = { likes: 3000 };
const ONLY: Record<string, Kind> = {
  gifts: 'gift',
  follows: 'follow',
  subscribes: 'subscribe',
  shares: 'share',
  likes: 'like',
};

/** `box` is the widget's name: `gifts`, `follows`, `alerts` ... */
export function readBoxSettings(box: string, settings: Record<string, unknown>): BoxSettings {
  const read = new SettingsReader(settings);
  const only = ONLY[box];
  const own = readPresentation(read, {
    message: WORDS[only ?? 'gift'],
    image: !only || only === 'gift' ? 'gift' : 'sender',
    durationMs: DURATION[box] ?? 4000,
  });
  const variations = read.list('variations') as Variation[];
  const messages = only ? {} : messagesOf(read);
  const priorities = only ? {} : prioritiesOf(read);
  const chosen = (alert: Alert): Variation | undefined => chooseVariation(variations, subjectOf(alert));
  const present = (alert: Alert): Presentation => {
    const kind = alert.event.type;
    const change = chosen(alert)?.change;
    // A picture of a gift is nothing that a follow could show.
    const image = own.image === 'gift' && kind !== 'gift' ? 'sender' : own.image;
    return Object.assign({ ...own, image, message: messages[kind] ?? own.message }, change as Partial<Presentation>);
  };
  return {
    look: readBoxLook(read),
    alerts: {
      rules: {
        durationMs: own.durationMs,
        timeLimitMs: read.number('timeLimitSeconds', 600, 1, 86_400) * 1000,
        maxQueue: read.number('maxQueue', 100, 1, 500),
        mergeWindowMs: read.number('mergeWindowSeconds', 30, 0, 600) * 1000,
        minimumCoins: read.number('minimumCoins', 0, 0, 1_000_000),
        streakHoldMs: read.number('streakHoldMs', 2000, 500, 10_000),
        durationOf: (alert) => present(alert).durationMs,
        priorityOf: (event) =>
          chooseVariation(variations, subjectOfEvent(event))?.priority ?? priorities[event.type] ?? 0,
      },
      holdWhileInactive: read.flag('holdWhileInactive', false),
    },
    shows: only ? (kind) => kind === only : showsOf(read),
    present,
  };
}

function readBoxLook(read: SettingsReader): BoxLook {
  return {
    ...readLook(read),
    position: read.choice('position', POSITIONS, 'bottom-left'),
    showAvatar: read.flag('showAvatar', true),
    imageSize: read.number('imageSize', 100, 40, 250),
    iconSize: read.number('iconSize', 100, 50, 200),
    nameColour: read.colour('nameColor', ''),
    messageColour: read.colour('messageColor', ''),
    giftNameColour: read.colour('giftNameColor', ''),
    countColour: read.colour('countColor', ''),
    cardFromCoins: read.number('cardFromCoins', 1000, 0, 10_000_000),
    sceneFromCoins: read.number('sceneFromCoins', 29_999, 0, 10_000_000),
    sceneDim: read.number('sceneDim', 0.68, 0, 0.9),
  };
}

function messagesOf(read: SettingsReader): Partial<Record<Kind, string>> {
  return {
    follow: read.text('followMessage', WORDS.follow, 200),
    subscribe: read.text('subscribeMessage', WORDS.subscribe, 200),
    share: read.text('shareMessage', WORDS.share, 200),
  };
}

function prioritiesOf(read: SettingsReader): Partial<Record<Kind, number>> {
  const priority = (name: string): number => read.number(name, 0, 0, 9);
  return {
    gift: priority('giftPriority'),
    follow: priority('followPriority'),
    subscribe: priority('subscribePriority'),
    share: priority('sharePriority'),
  };
}

function showsOf(read: SettingsReader): (kind: Kind) => boolean {
  const shown: Partial<Record<Kind, boolean>> = {
    gift: read.flag('showGifts', true),
    follow: read.flag('showFollows', true),
    subscribe: read.flag('showSubscribes', true),
    share: read.flag('showShares', true),
  };
  return (kind) => shown[kind] ?? false;
}

function subjectOf(alert: Alert) {
  const { event } = alert;
  const amount = event.type === 'gift' ? totalCoins(alert) : event.type === 'like' ? countOf(alert) : amountOf(event);
  return { ...subjectOfEvent(event), amount };
}

function subjectOfEvent(event: AlertEvent) {
  const gift = event.type === 'gift' ? event.gift : undefined;
  return { event: event.type, gift, amount: amountOf(event), user: event.user };
}

function amountOf(event: AlertEvent): number {
  if (event.type === 'subscribe') return event.months ?? 1;
  return event.type === 'like' ? event.count : worthOf(event);
}
