import { type Alert, countOf, senderOf, totalCoins } from '../runtime/alert.js';
import { h } from '../ui/dom.js';
import { avatar, picture } from '../ui/pictures.js';
import { RollingNumber } from '../ui/rolling-number.js';
import { displayName } from '../ui/text.js';
import type { GiftLook } from './gift-settings.js';
import type { Scale } from './scale.js';
import { othersOf, wordsOf } from './wording.js';

/** The nodes of one alert on screen. */
export interface GiftCard {
  alert: Alert;
  scale: Scale;
  root: HTMLElement;
  /** Dims the video behind the largest gifts. */
  scrim: HTMLElement | undefined;
  plate: HTMLElement;
  line: HTMLElement;
  sheen: HTMLElement;
  hero: HTMLElement | undefined;
  glow: HTMLElement;
  who: HTMLElement;
  words: HTMLElement;
  sum: HTMLElement;
  count: RollingNumber;
  coins: RollingNumber;
}

/** Builds the nodes; `rollFrom` is the count that viewers saw before. */
export function buildGiftCard(alert: Alert, look: GiftLook, scale: Scale): GiftCard {
  const line = h('div', 'plate__line');
  const sheen = h('div', 'plate__sheen');
  const plate = h('div', 'plate', h('div', 'plate__light', sheen), h('div', 'plate__track', line));
  const glow = h('div', 'hero__glow');
  const hero = buildHero(alert, look, glow);
  const words = h('p', 'words');
  const who = buildWho(alert, look, words);
  const count = new RollingNumber(alert.base || countOf(alert));
  const coins = new RollingNumber(alert.baseCoins || totalCoins(alert));
  const sum = buildSum(count, coins);
  const root = h('section', `alert alert--${scale}`, plate, ...(hero ? [hero] : []), who, sum);
  root.classList.toggle('alert--bare', !hero);
  const scrim = scale === 'scene' ? h('div', 'scrim') : undefined;
  const card: GiftCard = { alert, scale, root, scrim, plate, line, sheen, hero, glow, who, words, sum, count, coins };
  refreshGiftCard(card, look);
  return card;
}

/** After the alert grew: numbers and words. */
export function refreshGiftCard(card: GiftCard, look: GiftLook): void {
  const { alert, root } = card;
  card.count.set(countOf(alert));
  card.coins.set(totalCoins(alert));
  root.classList.toggle('alert--many', countOf(alert) > 1);
  root.classList.toggle('alert--free', totalCoins(alert) === 0);
  card.words.replaceChildren(
    ...wordsOf(alert, look.message).map((part) => (part.token ? h('bdi', 'words__token', part.text) : part.text)),
  );
}

function buildHero(alert: Alert, look: GiftLook, glow: HTMLElement): HTMLElement | undefined {
  if (look.image === 'none') return undefined;
  const user = senderOf(alert);
  const large =
    look.image === 'sender'
      ? avatar('hero__picture hero__picture--round', user, displayName(user))
      : picture('hero__picture', giftImage(alert), h('div', 'present'));
  return h('div', 'hero', glow, h('div', 'hero__float', large));
}

function buildWho(alert: Alert, look: GiftLook, words: HTMLElement): HTMLElement {
  const user = senderOf(alert);
  const name = displayName(user);
  const others = othersOf(alert);
  const title = h('h1', 'name', h('bdi', 'name__text', name), ...(others ? [h('span', 'name__others', others)] : []));
  const withAvatar = look.showAvatar && look.image !== 'sender';
  return h(
    'div',
    'who',
    ...(withAvatar ? [avatar('who__avatar', user, name)] : []),
    h('div', 'who__text', title, words),
  );
}

function buildSum(count: RollingNumber, coins: RollingNumber): HTMLElement {
  const times = h('span', 'times', h('span', 'times__sign', '×'), count.element);
  return h('div', 'sum', times, h('span', 'coins', h('span', 'coin'), coins.element));
}

function giftImage(alert: Alert): string | undefined {
  return alert.event.type === 'gift' ? alert.event.gift.image : undefined;
}
