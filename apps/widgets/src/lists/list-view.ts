import { h } from '../ui/dom.js';
import { easing, reducedMotion } from '../ui/motion.js';
import { motion } from '../ui/theme.js';
import type { Entry, ListScreen } from './list-feed.js';

const SLIDE_MS = 420;
const LEAVE_MS = 250;

/** A list at the top of the box grows downward: what is there stays where it is. */
function growsUpward(): boolean {
  return document.documentElement.dataset['position']?.startsWith('bottom') ?? true;
}

/** A column that grows from the bottom. New rows push it up by their own height, in one transform. */
export class ListView<T extends Entry> implements ListScreen<T> {
  private readonly list = h('div', 'list');
  private readonly rows = new Map<string, HTMLElement>();
  private slide: Animation | undefined;

  constructor(
    private readonly stage: HTMLElement,
    private readonly build: (entry: T) => HTMLElement,
  ) {
    stage.classList.add('stage--list');
    stage.append(this.list);
  }

  add(entries: readonly T[], settled: boolean): void {
    const fresh = entries.map((entry) => {
      const row = this.build(entry);
      this.rows.set(entry.id, row);
      return row;
    });
    const before = this.list.offsetHeight;
    this.list.append(...fresh);
    if (settled || reducedMotion() || !growsUpward()) {
      if (!settled) for (const row of fresh) row.animate({ opacity: [0, 1] }, SLIDE_MS);
    } else {
      this.pushUp(this.list.offsetHeight - before, fresh);
    }
    this.dropHidden();
  }

  redraw(entries: readonly T[]): void {
    for (const entry of entries) {
      const old = this.rows.get(entry.id);
      // One that did not fit any more is gone already.
      if (!old) continue;
      const row = this.build(entry);
      this.rows.set(entry.id, row);
      if (row !== old) old.replaceWith(row);
    }
  }

  remove(ids: readonly string[]): void {
    for (const id of ids) {
      const row = this.rows.get(id);
      this.rows.delete(id);
      if (row) this.fade(row);
    }
  }

  private pushUp(height: number, fresh: readonly HTMLElement[]): void {
    const under = this.slide?.playState === 'running' ? this.shift() : 0;
    const from = height + under;
    this.slide?.cancel();
    const { spring, steps } = motion();
    const frames = spring.map((at): Keyframe => ({
      transform: `translateY(${((1 - at) * from).toFixed(2)}px)`,
      ...(steps > 0 ? { easing: 'steps(1, end)' } : {}),
    }));
    this.slide = this.list.animate(frames, { duration: SLIDE_MS, easing: 'linear' });
    for (const row of fresh) row.animate({ opacity: [0, 1] }, { duration: 220, easing: easing('ease-out') });
  }

  private shift(): number {
    return new DOMMatrixReadOnly(getComputedStyle(this.list).transform).m42;
  }

  /** Rows that do not fit the box any more leave as a whole, instead of being cut through. */
  private dropHidden(): void {
    const room = this.stage.clientHeight;
    const bottom = this.list.offsetTop + this.list.offsetHeight;
    for (const [id, row] of this.rows) {
      if (bottom - this.list.offsetTop - row.offsetTop <= room - this.padding()) break;
      this.rows.delete(id);
      this.fade(row);
    }
  }

  private padding(): number {
    const style = getComputedStyle(this.stage);
    return Number.parseFloat(style.paddingTop) + Number.parseFloat(style.paddingBottom);
  }

  private fade(row: HTMLElement): void {
    row.animate({ opacity: [1, 0] }, { duration: LEAVE_MS, fill: 'forwards' });
    setTimeout(() => row.remove(), LEAVE_MS);
  }
}
