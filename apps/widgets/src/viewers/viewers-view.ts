import { POSITIONS } from '../../../../libs/contracts/src/widgets/look-options.js';
import type { State, StateView } from '../runtime/state-widget.js';
import { h } from '../ui/dom.js';
import { glyph } from '../ui/glyphs.js';
import { applyLook, readLook } from '../ui/look.js';
import { clamp, enter, fadeAway } from '../ui/motion.js';
import { RollingNumber } from '../ui/rolling-number.js';
import { SettingsReader } from '../ui/settings.js';
import { squashed } from '../ui/squash.js';
import { cleanText } from '../ui/text.js';

const LEAVE_MS = 260;

function readSettings(settings: Record<string, unknown>) {
  const read = new SettingsReader(settings);
  return {
    look: readLook(read),
    position: read.choice('position', POSITIONS, 'top-left'),
    show: read.choice('show', ['current', 'cumulative', 'peak'], 'current'),
    label: read.text('label', 'watching', 40),
    hideBelow: read.number('hideBelow', 0, 0, 1_000_000),
  };
}

/** How many watch. */
export class ViewersView implements StateView {
  private settings = readSettings({});
  private readonly number = new RollingNumber(0);
  private readonly label = h('span', 'pill__label label cut');
  private readonly pill = h(
    'section',
    'pill panel',
    h('span', 'pill__mark', glyph('viewers')),
    h('span', 'pill__number number', this.number.element),
    this.label,
  );

  constructor(private readonly stage: HTMLElement) {
    stage.className = 'stage--placed';
  }

  configure(settings: Record<string, unknown>): void {
    this.settings = readSettings(settings);
    applyLook(this.settings.look, this.settings.position);
    this.label.textContent = cleanText(this.settings.label, 40);
    this.label.hidden = this.label.textContent === '';
  }

  draw({ viewers }: State): void {
    const value = viewers?.[this.settings.show];
    if (value === undefined || value < this.settings.hideBelow) return this.leave();
    this.number.set(value);
    if (this.pill.isConnected) return;
    this.stage.replaceChildren(this.pill);
    enter(this.pill, (at) => ({ opacity: clamp(at * 2), transform: squashed(0.85 + at * 0.15, at) }));
  }

  blank(): void {
    this.pill.remove();
  }

  private leave(): void {
    if (!this.pill.isConnected) return;
    fadeAway(this.pill, { transform: 'scale(.9)' });
    setTimeout(() => {
      this.pill.remove();
      for (const animation of this.pill.getAnimations()) animation.cancel();
    }, LEAVE_MS);
  }
}
