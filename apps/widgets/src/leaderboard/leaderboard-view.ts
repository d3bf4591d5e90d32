import type { Leaderboard } from '#libs/contracts';
import { POSITIONS } from '../../../../libs/contracts/src/widgets/look-options.js';
import type { State, StateView } from '../runtime/state-widget.js';
import { h } from '../ui/dom.js';
import { glyph } from '../ui/glyphs.js';
import { applyLook, readLook } from '../ui/look.js';
import { clamp, enter, fadeAway, glide } from '../ui/motion.js';
import { avatar } from '../ui/pictures.js';
import { RollingNumber } from '../ui/rolling-number.js';
import { SettingsReader } from '../ui/settings.js';
import { cleanText, displayName } from '../ui/text.js';

type Entry = Leaderboard['session']['coins'][number];

interface Row {
  root: HTMLElement;
  place: HTMLElement;
  score: RollingNumber;
  bar: HTMLElement;
  built: string;
}

const LEAVE_MS = 260;
const TITLES = { coins: 'Top gifters', likes: 'Top likers' };

function readSettings(settings: Record<string, unknown>) {
  const read = new SettingsReader(settings);
  return {
    look: readLook(read),
    position: read.choice('position', POSITIONS, 'center-left'),
    board: read.choice('board', ['coins', 'likes'], 'coins'),
    period: read.choice('period', ['session', 'all-time'], 'session'),
    entries: read.number('entries', 5, 1, 10),
    title: read.text('title', '', 60),
    showAvatars: read.flag('showAvatars', true),
    showScores: read.flag('showScores', true),
  };
}

/** Who gave most. A change of places is a move, never a jump. */
export class LeaderboardView implements StateView {
  private settings = readSettings({});
  private readonly title = h('p', 'board__title label cut');
  private readonly list = h('ol', 'board__rows');
  private readonly panel = h('section', 'board panel', h('header', 'board__head', this.title), this.list);
  private readonly rows = new Map<string, Row>();

  constructor(private readonly stage: HTMLElement) {
    stage.className = 'stage--placed';
  }

  configure(settings: Record<string, unknown>): void {
    this.settings = readSettings(settings);
    const { look, position, board, title, showScores } = this.settings;
    applyLook(look, position);
    const mark = board === 'coins' ? h('span', 'coin') : glyph('like');
    this.title.replaceChildren(cleanText(title, 60) || TITLES[board]);
    this.panel.firstElementChild?.replaceChildren(mark, this.title);
    this.panel.classList.toggle('board--bare', !showScores);
  }

  draw({ leaderboard }: State, first: boolean): void {
    const { board, period, entries } = this.settings;
    const ranked = leaderboard?.[period === 'session' ? 'session' : 'allTime'][board] ?? [];
    const shown = ranked.filter(({ score }) => score > 0).slice(0, entries);
    if (shown.length === 0) return this.blank();
    if (!this.panel.isConnected) {
      this.stage.replaceChildren(this.panel);
      enter(this.panel, (at) => ({ opacity: clamp(at * 2), transform: `translateY(${((1 - at) * 8).toFixed(2)}%)` }));
    }
    this.arrange(shown, first);
  }

  blank(): void {
    this.rows.clear();
    this.list.replaceChildren();
    this.panel.remove();
  }

  private arrange(shown: readonly Entry[], first: boolean): void {
    const before = new Map([...this.rows].map(([id, { root }]) => [id, root.offsetTop]));
    const ids = new Set(shown.map(({ user }) => user.id));
    for (const [id, row] of this.rows) if (!ids.has(id)) this.drop(id, row);
    const best = shown[0]?.score ?? 1;
    shown.forEach((entry, index) => {
      const row = this.rowOf(entry);
      this.list.append(row.root);
      row.root.className = `board__row board__row--${Math.min(4, index + 1)}`;
      row.place.textContent = String(index + 1);
      row.score.set(entry.score);
      row.bar.style.transform = `scaleX(${(entry.score / best).toFixed(4)})`;
    });
    for (const { user } of shown) {
      const row = this.rows.get(user.id);
      const was = before.get(user.id);
      if (!row) continue;
      if (was !== undefined && was !== row.root.offsetTop) glide(row.root, { y: was - row.root.offsetTop }, 520);
      if (was === undefined && !first) {
        enter(row.root, (at) => ({ opacity: clamp(at * 2), transform: `translateY(${((1 - at) * 40).toFixed(2)}%)` }));
      }
    }
  }

  private rowOf(entry: Entry): Row {
    const { user } = entry;
    const built = `${user.name}|${user.avatar ?? ''}|${this.settings.showAvatars}`;
    const known = this.rows.get(user.id);
    if (known?.built === built) return known;
    known?.root.remove();
    const name = displayName(user);
    const score = new RollingNumber(entry.score);
    const place = h('span', 'board__place number');
    const bar = h('div', 'board__bar');
    const root = h(
      'li',
      'board__row',
      place,
      ...(this.settings.showAvatars ? [avatar('board__avatar', user, name)] : []),
      h('div', 'board__who', h('bdi', 'board__name cut', name), h('div', 'board__track', bar)),
      h('span', 'board__score number', score.element),
    );
    const row = { root, place, score, bar, built };
    this.rows.set(user.id, row);
    return row;
  }

  /** Leaves without making room jump: it is taken out of the flow first. */
  private drop(id: string, { root }: Row): void {
    this.rows.delete(id);
    root.style.top = `${root.offsetTop}px`;
    root.classList.add('board__row--gone');
    fadeAway(root, { transform: 'translateY(30%)' });
    setTimeout(() => root.remove(), LEAVE_MS);
  }
}
