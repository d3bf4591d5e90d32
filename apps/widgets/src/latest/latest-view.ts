import type { Latest, LiveUser } from '#libs/contracts';
import { POSITIONS } from '../../../../libs/contracts/src/widgets/look-options.js';
import type { State, StateView } from '../runtime/state-widget.js';
import { type Cancel, browserClock } from '../runtime/timers.js';
import { h } from '../ui/dom.js';
import { glyph } from '../ui/glyphs.js';
import { applyLook, readLook } from '../ui/look.js';
import { clamp, enter, fadeAway } from '../ui/motion.js';
import { formatCount } from '../ui/numbers.js';
import { avatar } from '../ui/pictures.js';
import { SettingsReader } from '../ui/settings.js';
import { cleanText, displayName } from '../ui/text.js';

const KINDS = ['follow', 'gift', 'subscribe', 'share'] as const;
type Kind = (typeof KINDS)[number];
const LABELS: Record<Kind, string> = {
  follow: 'Latest follower',
  gift: 'Latest gift',
  subscribe: 'Latest subscriber',
  share: 'Latest share',
};
const LEAVE_MS = 260;

function readSettings(settings: Record<string, unknown>) {
  const read = new SettingsReader(settings);
  return {
    look: readLook(read),
    position: read.choice('position', POSITIONS, 'bottom-left'),
    show: read.choice('show', [...KINDS, 'rotate'], 'rotate'),
    rotateMs: read.number('rotateSeconds', 8, 3, 120) * 1000,
    label: read.text('label', '', 60),
    showAvatar: read.flag('showAvatar', true),
  };
}

/** The newest follower, gift, subscriber or share; or each in turn. */
export class LatestView implements StateView {
  private settings = readSettings({});
  private latest: Latest = {};
  private readonly panel = h('section', 'latest panel');
  private shownKey = '';
  private turn = 0;
  private cancel: Cancel = () => undefined;

  constructor(private readonly stage: HTMLElement) {
    stage.className = 'stage--placed';
  }

  configure(settings: Record<string, unknown>): void {
    this.settings = readSettings(settings);
    applyLook(this.settings.look, this.settings.position);
    this.shownKey = '';
    this.plan();
  }

  draw({ latest = {} }: State): void {
    const before = this.latest;
    this.latest = latest;
    const changed = KINDS.find((kind) => latest[kind]?.id !== before[kind]?.id);
    if (this.settings.show === 'rotate' && changed && Object.keys(before).length > 0) {
      this.turn = this.known().indexOf(changed);
      this.plan();
    }
    this.refresh();
  }

  blank(): void {
    this.cancel();
    this.shownKey = '';
    this.panel.remove();
  }

  private known(): Kind[] {
    return KINDS.filter((kind) => this.latest[kind]);
  }

  private plan(): void {
    this.cancel();
    if (this.settings.show !== 'rotate') return;
    this.cancel = browserClock.after(this.settings.rotateMs, () => {
      this.turn += 1;
      this.refresh();
      this.plan();
    });
  }

  private refresh(): void {
    const known = this.known();
    const kind = this.settings.show === 'rotate' ? known[this.turn % Math.max(1, known.length)] : this.settings.show;
    const event = kind && this.latest[kind];
    if (!kind || !event || !('user' in event) || !event.user) {
      if (this.panel.isConnected) this.blank();
      return;
    }
    const key = `${kind}:${event.id}`;
    if (key === this.shownKey) return;
    this.shownKey = key;
    this.swap(this.build(kind, event.user, amountOf(event)));
  }

  private build(kind: Kind, user: LiveUser, amount: string): HTMLElement {
    const name = displayName(user);
    const label = cleanText(this.settings.label, 60) || LABELS[kind];
    const mark = h('span', 'latest__mark', glyph(kind));
    const face = this.settings.showAvatar
      ? h('div', 'latest__face', avatar('latest__avatar', user, name), mark)
      : h('div', 'latest__face latest__face--bare', mark);
    const line = h('p', 'latest__line', h('bdi', 'latest__name cut', name));
    if (amount) line.append(h('span', 'latest__amount number', amount));
    return h('div', 'latest__one', face, h('div', 'latest__text', h('p', 'latest__label label cut', label), line));
  }

  private swap(next: HTMLElement): void {
    const fresh = !this.panel.isConnected;
    if (fresh) {
      this.stage.replaceChildren(this.panel);
      this.panel.replaceChildren(next);
      enter(this.panel, (at) => ({ opacity: clamp(at * 2), transform: `translateY(${((1 - at) * 30).toFixed(2)}%)` }));
      return;
    }
    for (const old of [...this.panel.children] as HTMLElement[]) {
      old.classList.add('latest__one--gone');
      fadeAway(old, { transform: 'translateY(-60%)' });
      setTimeout(() => old.remove(), LEAVE_MS);
    }
    this.panel.append(next);
    enter(next, (at) => ({ opacity: clamp(at * 1.6), transform: `translateY(${((1 - at) * 60).toFixed(2)}%)` }));
  }
}

function amountOf(event: NonNullable<Latest['gift']>): string {
  if (event.type === 'gift') return event.total > 1 ? `×${formatCount(event.total)}` : '';
  return '';
}
