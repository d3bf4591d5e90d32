import type { Goal } from '#libs/contracts';
import { h } from '../ui/dom.js';
import { glyph, type GlyphName } from '../ui/glyphs.js';
import { mayFlash, reducedMotion } from '../ui/motion.js';
import { formatCount } from '../ui/numbers.js';
import { picture } from '../ui/pictures.js';
import { pictureReference } from '../ui/references.js';
import { RollingNumber, RollingText } from '../ui/rolling-number.js';
import { burst } from '../ui/burst.js';
import { isReached, percentOf, shareOf, titleOf } from './goal-progress.js';
import type { GoalLook } from './goal-settings.js';

const GLYPH: Record<Goal['metric'], GlyphName> = {
  coins: 'gift',
  gifts: 'gift',
  likes: 'like',
  follows: 'follow',
  shares: 'share',
  subscribes: 'subscribe',
  viewers: 'viewers',
};

/** One goal: what it is, how far it has come, and a bar. */
export class GoalCard {
  readonly root: HTMLElement;
  private readonly title = h('p', 'goal__title cut');
  private readonly current: RollingNumber;
  private readonly target = h('span', 'goal__target');
  private readonly percent: RollingText;
  private readonly fill = h('div', 'goal__fill', h('div', 'goal__sheen'));
  private readonly sum: HTMLElement;
  private readonly badge: HTMLElement;

  constructor(goal: Goal, look: GoalLook) {
    this.current = new RollingNumber(goal.current);
    this.percent = new RollingText('0%');
    this.sum = h('p', 'goal__sum number', h('span', 'goal__current', this.current.element), this.target);
    this.badge = h('span', 'goal__percent number', this.percent.element);
    const image = look.imageUrl
      ? picture('goal__picture', pictureReference(look.imageUrl), h('span', 'goal__mark', markOf(goal)))
      : h('span', 'goal__mark', markOf(goal));
    const track = h('div', 'goal__track', this.fill);
    const head = h('div', 'goal__head', this.title, this.sum);
    this.root = h(
      'section',
      'goal panel',
      image,
      h('div', 'goal__body', head, h('div', 'goal__line', track, this.badge)),
    );
    this.root.dataset['metric'] = goal.metric;
    this.fill.style.transform = 'translateX(-101%)';
  }

  show(goal: Goal, look: GoalLook): void {
    this.title.replaceChildren(...titleOf(goal, look.sentence).map(({ text }) => h('bdi', '', text)));
    this.current.set(goal.current);
    this.target.textContent = ` / ${formatCount(goal.target)}`;
    this.percent.show(`${Math.min(999, percentOf(goal))}%`);
    this.sum.hidden = !look.showNumbers;
    this.badge.hidden = !look.showPercent;
    this.root.classList.toggle('goal--reached', isReached(goal));
    this.root.dataset['share'] = shareOf(goal).toFixed(3);
    this.fill.style.transform = `translateX(${(-100 + shareOf(goal) * 100).toFixed(2)}%)`;
  }

  celebrate(): void {
    this.root.dataset['celebrated'] = String(Number(this.root.dataset['celebrated'] ?? 0) + 1);
    if (reducedMotion() || !mayFlash()) return;
    this.root.animate(
      { transform: ['none', 'scale(1.045)', 'none'], offset: [0, 0.3, 1] },
      { duration: 620, easing: 'cubic-bezier(.2, .8, .3, 1)' },
    );
    burst(this.root, 26);
  }
}

function markOf(goal: Goal): Node {
  return goal.metric === 'coins' ? h('span', 'coin') : glyph(GLYPH[goal.metric]);
}
