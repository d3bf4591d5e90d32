import { h } from '../ui/dom.js';
import { glyph } from '../ui/glyphs.js';
import { avatar, picture } from '../ui/pictures.js';
import { RollingNumber } from '../ui/rolling-number.js';
import { displayName } from '../ui/text.js';
import type { FeedEntry } from './feed-entry.js';

export class FeedRow {
  readonly root: HTMLElement;
  private readonly count: RollingNumber;
  private readonly coins: RollingNumber;
  private readonly sum: HTMLElement;

  constructor(entry: FeedEntry) {
    const name = displayName(entry.user);
    this.count = new RollingNumber(entry.count);
    this.coins = new RollingNumber(entry.coins);
    this.sum = h(
      'span',
      'item__sum number',
      h('span', 'item__times', '×', this.count.element),
      h('span', 'item__coins', h('span', 'coin'), this.coins.element),
    );
    const gift = picture('item__gift', entry.image, h('span', 'item__mark', glyph('gift')));
    const mark = entry.kind === 'gift' ? gift : h('span', 'item__mark', glyph(entry.kind));
    const text = h('p', 'item__text cut', h('bdi', 'item__name', name), ' ', h('bdi', 'item__words', entry.words));
    const bubble = h(
      'div',
      'item__bubble panel panel--small',
      avatar('item__avatar', entry.user, name),
      text,
      this.sum,
      mark,
    );
    this.root = h('div', 'row item', bubble);
    this.root.dataset['event'] = entry.kind;
    this.update(entry);
  }

  update(entry: FeedEntry): void {
    this.count.set(entry.count);
    this.coins.set(entry.coins);
    this.root.classList.toggle('item--many', entry.count > 1);
    this.sum.hidden = entry.kind !== 'gift';
    this.root.classList.toggle('item--free', entry.coins === 0);
  }
}
