import type { AlertWidgetSettings } from '../runtime/alert-widget.js';
import { SettingsReader } from '../ui/settings.js';
import { AlertBox } from './alert-box.js';
import { LikeCounter } from './like-counter.js';

/** An alert for each time that a viewer gave enough likes. */
export class LikesBox extends AlertBox {
  readonly counter = new LikeCounter();

  constructor(stage: HTMLElement) {
    super(stage, 'likes');
  }

  override configure(settings: Record<string, unknown>): AlertWidgetSettings {
    this.counter.configure(new SettingsReader(settings).number('everyLikes', 100, 1, 100_000));
    return super.configure(settings);
  }
}
