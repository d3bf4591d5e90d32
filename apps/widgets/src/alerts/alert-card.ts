import { type Alert, countOf, senderOf, totalCoins } from '../runtime/alert.js';
import { h } from '../ui/dom.js';
import { glyph } from '../ui/glyphs.js';
import { tint } from '../ui/look.js';
import { avatar, picture } from '../ui/pictures.js';
import { pictureReference } from '../ui/references.js';
import { RollingNumber } from '../ui/rolling-number.js';
import { displayName } from '../ui/text.js';
import type { BoxLook } from './alert-settings.js';
import type { Presentation } from './presentation.js';
import type { Scale } from './scale.js';
import { othersOf, wordsOf } from './wording.js';

/** The nodes of one alert on screen. */
export interface AlertCard {
  alert: Alert;
  scale: Scale;
  presentation: Presentation;
  root: HTMLElement;
  /** Dims the video behind the largest alerts. */
  scrim: HTMLElement | undefined;
  plate: HTMLElement;
  line: HTMLElement;
  sheen: HTMLElement;
  hero: HTMLElement | undefined;
  who: HTMLElement;
  words: HTMLElement;
  sum: HTMLElement;
  count: RollingNumber;
  coins: RollingNumber;
}

/** Builds the nodes; the count rolls on from what viewers saw before. */
export function buildAlertCard(alert: Alert, look: BoxLook, presentation: Presentation, scale: Scale): AlertCard {
  const line = h('div', 'plate__line');
  const sheen = h('div', 'plate__sheen');
  const plate = h('div', 'plate', h('div', 'plate__light', sheen), h('div', 'plate__track', line));
  const hero = buildHero(alert, presentation);
  const words = h('p', 'words cut');
  const who = buildWho(alert, look, presentation, words);
  const count = new RollingNumber(alert.base || countOf(alert));
  const coins = new RollingNumber(alert.baseCoins || totalCoins(alert));
  const sum = buildSum(alert, count, coins);
  const kind = alert.event.type;
  const root = h('section', `alert alert--${scale} own-unit`, plate, ...(hero ? [hero] : []), who, sum);
  root.dataset['event'] = kind;
  root.classList.toggle('alert--bare', !hero);
  root.classList.toggle('alert--round', presentation.image === 'sender');
  if (presentation.accentColor) tint(root, presentation.accentColor);
  const scrim = scale === 'scene' && look.sceneDim > 0 ? h('div', 'scrim') : undefined;
  const card = { alert, scale, presentation, root, scrim, plate, line, sheen, hero, who, words, sum, count, coins };
  refreshAlertCard(card);
  return card;
}

/** After the alert grew: numbers and words. */
export function refreshAlertCard(card: AlertCard): void {
  const { alert, root, presentation } = card;
  const kind = alert.event.type;
  card.count.set(countOf(alert));
  card.coins.set(totalCoins(alert));
  const counted = kind === 'gift' || kind === 'like' || alert.kinds.has('gift');
  root.classList.toggle('alert--many', counted && countOf(alert) > 1);
  root.classList.toggle('alert--free', totalCoins(alert) === 0);
  root.classList.toggle('alert--plain', !counted);
  card.words.replaceChildren(
    ...wordsOf(alert, presentation.message).flatMap((part): (Node | string)[] => {
      if (!part.token) return [part.text];
      const token = h('bdi', `words__token words__token--${part.token}`, part.text);
      return part.token === 'gift' && presentation.image !== 'gift' ? [giftIcon(alert), token] : [token];
    }),
  );
}

function buildHero(alert: Alert, { image, imageUrl }: Presentation): HTMLElement | undefined {
  if (image === 'none') return undefined;
  return h('div', 'hero', h('div', 'hero__glow'), h('div', 'hero__float', largePicture(alert, image, imageUrl)));
}

function largePicture(alert: Alert, image: Presentation['image'], imageUrl: string): HTMLElement {
  const user = senderOf(alert);
  const { event } = alert;
  if (image === 'sender' || (image === 'gift' && event.type !== 'gift')) {
    const round = avatar('hero__picture hero__picture--round', user, displayName(user));
    return h('div', 'hero__person', round, h('span', `mark mark--${event.type}`, glyph(event.type)));
  }
  const own = image === 'custom' ? pictureReference(imageUrl) : giftImage(alert);
  const standIn = image === 'custom' ? (giftImage(alert) ?? user.avatar) : undefined;
  return picture('hero__picture', own, h('div', 'present'), standIn);
}

function buildWho(alert: Alert, look: BoxLook, presentation: Presentation, words: HTMLElement): HTMLElement {
  const user = senderOf(alert);
  const name = displayName(user);
  const others = othersOf(alert);
  const title = h('h1', 'name', h('bdi', 'name__text', name), ...(others ? [h('span', 'name__others', others)] : []));
  const withAvatar = look.showAvatar && !showsSender(alert, presentation);
  return h(
    'div',
    'who',
    ...(withAvatar ? [avatar('who__avatar', user, name)] : []),
    h('div', 'who__text', title, words),
  );
}

function showsSender(alert: Alert, { image }: Presentation): boolean {
  return image === 'sender' || (image === 'gift' && alert.event.type !== 'gift');
}

function buildSum(alert: Alert, count: RollingNumber, coins: RollingNumber): HTMLElement {
  const sign = alert.event.type === 'like' ? glyph('like') : h('span', 'times__sign', '×');
  const times = h('span', 'times number', sign, count.element);
  return h('div', 'sum', times, h('span', 'coins number', h('span', 'coin'), coins.element));
}

function giftIcon(alert: Alert): HTMLElement {
  return picture('words__icon', giftImage(alert), h('div', 'present'));
}

function giftImage(alert: Alert): string | undefined {
  return alert.event.type === 'gift' ? alert.event.gift.image : undefined;
}
