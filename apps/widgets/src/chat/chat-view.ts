import { applyLook } from '../ui/look.js';
import { h } from '../ui/dom.js';
import { reducedMotion, SOFT } from '../ui/motion.js';
import type { ChatEvent, ChatScreen } from './chat-feed.js';
import { type ChatLook, type ChatRules, readChatSettings } from './chat-settings.js';
import { buildRow } from './chat-row.js';

const SLIDE_MS = 420;
const LEAVE_MS = 250;

/** A column that grows from the bottom. New messages push it up by their own height, in one transform. */
export class ChatView implements ChatScreen {
  private look: ChatLook = readChatSettings({}).look;
  private readonly list = h('div', 'list');
  private readonly rows = new Map<string, HTMLElement>();
  private slide: Animation | undefined;

  constructor(private readonly stage: HTMLElement) {
    stage.append(this.list);
  }

  configure(settings: Record<string, unknown>): ChatRules {
    const { look, rules } = readChatSettings(settings);
    this.look = look;
    applyLook(look, look.position);
    document.documentElement.style.setProperty('--size', String(look.fontSize));
    return rules;
  }

  add(messages: readonly ChatEvent[], settled: boolean): void {
    const fresh = messages.map((event) => {
      const row = buildRow(event, this.look);
      this.rows.set(event.id, row);
      return row;
    });
    const before = this.list.offsetHeight;
    this.list.append(...fresh);
    if (settled || reducedMotion()) {
      if (!settled) for (const row of fresh) row.animate({ opacity: [0, 1] }, SLIDE_MS);
    } else {
      this.pushUp(this.list.offsetHeight - before, fresh);
    }
    this.dropHidden();
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
    const frames = SOFT.map((at) => ({ transform: `translateY(${((1 - at) * from).toFixed(2)}px)` }));
    this.slide = this.list.animate(frames, { duration: SLIDE_MS, easing: 'linear' });
    for (const row of fresh) row.animate({ opacity: [0, 1] }, { duration: 220, easing: 'ease-out' });
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
