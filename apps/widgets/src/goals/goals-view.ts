import type { Goal } from '#libs/contracts';
import type { MarkStorage } from '../runtime/marks.js';
import { SoundPlayer } from '../runtime/sound.js';
import type { State, StateView } from '../runtime/state-widget.js';
import { h } from '../ui/dom.js';
import { applyLook, setOrRemove } from '../ui/look.js';
import { enter, fadeAway, clamp } from '../ui/motion.js';
import { soundReference } from '../ui/references.js';
import { squashed } from '../ui/squash.js';
import { GoalCard } from './goal-card.js';
import { wasJustReached } from './goal-progress.js';
import { type GoalLook, readGoalSettings } from './goal-settings.js';

const MAX_GOALS = 8;
const LEAVE_MS = 260;

/** All goals of the streamer, or those that count one thing, one under the other. */
export class GoalsView implements StateView {
  private look: GoalLook = readGoalSettings({});
  private readonly list = h('div', 'goals');
  private readonly cards = new Map<string, { card: GoalCard; goal: Goal; look: string }>();
  private readonly sounds = new SoundPlayer();

  /** `metric`: the address asks for goals of one kind, as the original's did. */
  constructor(
    stage: HTMLElement,
    private readonly metric: string | null,
    private readonly memory: MarkStorage,
  ) {
    stage.className = 'stage--placed';
    stage.append(this.list);
  }

  configure(settings: Record<string, unknown>): void {
    this.look = readGoalSettings(settings);
    applyLook(this.look, this.look.position);
    setOrRemove('--picture-size', String(this.look.imageSize / 100));
    setOrRemove('--bar-start', this.look.gradientStart);
    setOrRemove('--bar-end', this.look.gradientEnd);
  }

  draw({ goals = [] }: State, first: boolean): void {
    const shown = goals.filter((goal) => this.shows(goal)).slice(0, MAX_GOALS);
    const ids = new Set(shown.map(({ id }) => id));
    for (const [id, { card }] of this.cards) if (!ids.has(id)) this.drop(id, card);
    for (const goal of shown) this.drawOne(goal, first);
    for (const [index, { id }] of shown.entries()) {
      const root = this.cards.get(id)?.card.root;
      if (root && this.list.children[index] !== root) this.list.insertBefore(root, this.list.children[index] ?? null);
    }
  }

  blank(): void {
    this.cards.clear();
    this.list.replaceChildren();
  }

  private shows(goal: Goal): boolean {
    const wanted = this.metric ?? this.look.metric;
    return wanted === 'all' || goal.metric === wanted;
  }

  private drawOne(goal: Goal, first: boolean): void {
    const known = this.cards.get(goal.id);
    const built = `${this.look.imageUrl}|${goal.metric}`;
    const card = known?.look === built ? known.card : new GoalCard(goal, this.look);
    if (card !== known?.card) {
      if (known) known.card.root.replaceWith(card.root);
      else this.list.append(card.root);
      if (!known) this.enter(card.root, first);
      // The bar fills from nothing: it must have been drawn empty once.
      void card.root.offsetWidth;
    }
    this.cards.set(goal.id, { card, goal, look: built });
    card.show(goal, this.look);
    if (wasJustReached(known?.goal, goal) && this.isNew(goal)) this.celebrate(card);
  }

  private enter(root: HTMLElement, first: boolean): void {
    enter(root, (at) => ({
      opacity: clamp(at * 2),
      transform: `translateY(${((1 - at) * (first ? 12 : 30)).toFixed(2)}%) ${squashed(1, at)}`,
    }));
  }

  private drop(id: string, card: GoalCard): void {
    this.cards.delete(id);
    fadeAway(card.root, { transform: 'scale(.96)' });
    setTimeout(() => card.root.remove(), LEAVE_MS);
  }

  private celebrate(card: GoalCard): void {
    if (!this.look.celebrate) return;
    card.celebrate();
    void this.sounds.play(soundReference(this.look.sound, 'goal'), this.look.volume / 100);
  }

  /** Viewers come and go: a number of them is reached once, also across reloads. */
  private isNew({ id, target }: Goal): boolean {
    const name = `streamshape:goal:${id}`;
    try {
      if (this.memory.getItem(name) === String(target)) return false;
      this.memory.setItem(name, String(target));
    } catch (error) {
      console.warn('nothing can be stored here', error);
    }
    return true;
  }
}
