import type { Alert, AlertEvent } from '../runtime/alert.js';
import type { AlertView, AlertWidgetSettings } from '../runtime/alert-widget.js';
import { SoundPlayer } from '../runtime/sound.js';
import { applyLook, setOrRemove } from '../ui/look.js';
import { prefetch } from '../ui/pictures.js';
import { pictureReference, soundReference, type SoundMoment } from '../ui/references.js';
import { type AlertCard, buildAlertCard, refreshAlertCard } from './alert-card.js';
import { playEntry, playExit, playStep } from './alert-motion.js';
import { type BoxSettings, readBoxSettings } from './alert-settings.js';
import type { Presentation } from './presentation.js';
import { type Scale, scaleOf } from './scale.js';
import { sceneDecor } from './scene-decor.js';
import { TimeLine } from './time-line.js';

const GROW_MS = 250;

/** The alert box of one widget type: one alert at a time. */
export class AlertBox implements AlertView {
  private settings: BoxSettings;
  private card: AlertCard | undefined;
  private line: TimeLine | undefined;
  private readonly sounds = new SoundPlayer();

  constructor(
    private readonly stage: HTMLElement,
    private readonly box: string,
  ) {
    stage.className = 'stage--placed';
    this.settings = readBoxSettings(box, {});
  }

  configure(settings: Record<string, unknown>): AlertWidgetSettings {
    this.settings = readBoxSettings(this.box, settings);
    const { look, alerts } = this.settings;
    applyLook(look, look.position);
    setOrRemove('--picture-size', String(look.imageSize / 100));
    setOrRemove('--icon-size', String(look.iconSize / 100));
    setOrRemove('--scene-dim', String(look.sceneDim));
    setOrRemove('--own-name', look.nameColour);
    setOrRemove('--own-message', look.messageColour);
    setOrRemove('--own-gift', look.giftNameColour);
    setOrRemove('--own-count', look.countColour);
    return alerts;
  }

  wants(event: AlertEvent): boolean {
    return this.settings.shows(event.type);
  }

  expect(event: AlertEvent): void {
    if (event.type === 'gift') prefetch(event.gift.image);
    prefetch(event.user.avatar);
  }

  mute(muted: boolean): void {
    this.sounds.mute(muted);
  }

  show(alert: Alert, remainingMs: number): void {
    this.stage.replaceChildren();
    const presentation = this.settings.present(alert);
    const scale = scaleOf(alert, this.settings.look, presentation.size);
    this.mount(alert, presentation, scale, remainingMs);
    this.sound(alert, presentation, scale);
  }

  update(alert: Alert, remainingMs: number): void {
    const card = this.card;
    if (!card) return;
    const presentation = this.settings.present(alert);
    const scale = scaleOf(alert, this.settings.look, presentation.size);
    if (scale !== card.scale || presentation.imageUrl !== card.presentation.imageUrl) {
      this.grow(card, presentation, scale, remainingMs);
      return;
    }
    card.presentation = presentation;
    refreshAlertCard(card);
    this.line?.run(remainingMs);
    playStep(card);
  }

  redraw(alert: Alert, remainingMs: number): void {
    this.stage.replaceChildren();
    const presentation = this.settings.present(alert);
    this.mount(alert, presentation, scaleOf(alert, this.settings.look, presentation.size), remainingMs, true);
  }

  hide(): void {
    if (this.card) playExit(this.card);
  }

  remove(): void {
    this.stage.replaceChildren();
    this.card = this.line = undefined;
  }

  /** A streak became worth a larger stage. */
  private grow(old: AlertCard, presentation: Presentation, scale: Scale, remainingMs: number): void {
    playExit(old);
    setTimeout(() => {
      old.root.remove();
      old.scrim?.remove();
    }, GROW_MS);
    this.mount(old.alert, presentation, scale, remainingMs);
    if (scale !== old.scale) this.sound(old.alert, presentation, scale);
  }

  private mount(alert: Alert, presentation: Presentation, scale: Scale, remainingMs: number, settled = false): void {
    const card = buildAlertCard(alert, this.settings.look, presentation, scale);
    if (scale === 'scene') card.root.prepend(sceneDecor());
    this.card = card;
    if (card.scrim) this.stage.append(card.scrim);
    this.stage.append(card.root);
    this.line = new TimeLine(card.line);
    this.line.run(remainingMs);
    if (!settled) playEntry(card);
    if (presentation.image === 'custom') prefetch(pictureReference(presentation.imageUrl));
  }

  private sound(alert: Alert, { sound, volume }: Presentation, scale: Scale): void {
    const kind = alert.event.type;
    const moment: SoundMoment = kind === 'gift' && scale !== 'chip' ? `gift-${scale}` : kind;
    void this.sounds.play(soundReference(sound, moment), volume / 100);
  }
}
