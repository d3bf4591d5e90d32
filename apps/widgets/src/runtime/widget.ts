import type { ControlMessage, Judged, LoggedEvent, SnapshotMessage, StateMessage, Welcome } from '#libs/contracts';
import type { Boot } from './boot.js';
import type { Marks } from './marks.js';

/** What a widget does with what arrives. All but `settings` and `items` are optional. */
export interface Widget {
  /** At the start, and again after each edit. */
  settings(settings: Record<string, unknown>): void;
  /** Events of this widget, in order. */
  items(items: readonly LoggedEvent[]): void;
  welcome?(welcome: Welcome): void;
  snapshot?(snapshot: SnapshotMessage): void;
  state?(state: StateMessage): void;
  /** Each command once; `reload` comes as a call of its own. */
  control?(control: ControlMessage): void;
  /** Reload when it hurts least; at once if there is no such moment. */
  reload?(): void;
  /** The streamer blocked somebody or something: what is on screen or waits, and is not wanted any more, goes. */
  review?(wanted: (event: Judged) => boolean): void;
  /** Of a preview: what is on screen follows new settings as far as it can. False when nothing is there. */
  redraw?(): boolean;
  /** Show nothing, from now on. */
  blank(): void;
}

export interface WidgetHost {
  boot: Boot;
  marks: Marks;
  acknowledge(event: 'started' | 'shown', ids: readonly string[]): void;
}
