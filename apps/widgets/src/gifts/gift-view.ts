import { type Alert, type AlertEvent, totalCoins } from '../runtime/alert.js';
import type { AlertView, AlertWidgetSettings } from '../runtime/alert-widget.js';
import { applyLook } from '../ui/look.js';
import { prefetch } from '../ui/pictures.js';
import { type GiftCard, buildGiftCard, refreshGiftCard } from './gift-card.js';
import { playEntry, playExit, playStep } from './gift-motion.js';
import { type GiftLook, readGiftSettings } from './gift-settings.js';
import { type Scale, scaleOf } from './scale.js';
import { sceneDecor } from './scene-decor.js';
import { TimeLine } from './time-line.js';

/** Fewer than three flashes a second, however fast the roses come. */
const STEP_EVERY_MS = 380;
const GROW_MS = 250;

export class GiftView implements AlertView {
  private look: GiftLook = readGiftSettings({}).look;
  private card: GiftCard | undefined;
  private line: TimeLine | undefined;
  private lastStep = 0;

  constructor(private readonly stage: HTMLElement) {}

  configure(settings: Record<string, unknown>): AlertWidgetSettings {
    const { look, alerts } = readGiftSettings(settings);
    this.look = look;
    applyLook(look, look.position);
    return alerts;
  }

  expect(event: AlertEvent): void {
    if (event.type === 'gift' && this.look.image === 'gift') prefetch(event.gift.image);
    if (this.look.showAvatar || this.look.image === 'sender') prefetch(event.user.avatar);
  }

  show(alert: Alert, remainingMs: number): void {
    this.stage.replaceChildren();
    this.mount(alert, scaleOf(totalCoins(alert)), remainingMs);
  }

  update(alert: Alert, remainingMs: number): void {
    const card = this.card;
    if (!card) return;
    const scale = scaleOf(totalCoins(alert));
    if (scale !== card.scale) {
      this.grow(card, scale, remainingMs);
      return;
    }
    refreshGiftCard(card, this.look);
    this.line?.run(remainingMs);
    const now = performance.now();
    if (now - this.lastStep < STEP_EVERY_MS) return;
    this.lastStep = now;
    playStep(card);
  }

  hide(): void {
    if (this.card) playExit(this.card);
  }

  remove(): void {
    this.stage.replaceChildren();
    this.card = this.line = undefined;
  }

  /** A streak became worth a larger stage. */
  private grow(old: GiftCard, scale: Scale, remainingMs: number): void {
    playExit(old);
    setTimeout(() => {
      old.root.remove();
      old.scrim?.remove();
    }, GROW_MS);
    this.mount(old.alert, scale, remainingMs);
  }

  private mount(alert: Alert, scale: Scale, remainingMs: number): void {
    const card = buildGiftCard(alert, this.look, scale);
    if (scale === 'scene') card.root.prepend(sceneDecor());
    this.card = card;
    if (card.scrim) this.stage.append(card.scrim);
    this.stage.append(card.root);
    this.line = new TimeLine(card.line);
    this.line.run(remainingMs);
    playEntry(card);
  }
}
