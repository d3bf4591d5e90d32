import type { ControlState, LoggedEvent, WidgetType } from '#libs/contracts';

/** What the streamer wants of the queue. `skip` may name an alert; `replay` carries the one to show again. */
export type ControlCommand =
  | { action: 'pause' | 'resume' | 'clear' | 'mute' | 'unmute' | 'reload' }
  | { action: 'skip'; eventId?: string | undefined }
  | { action: 'replay'; item: LoggedEvent };

/** The queue that a command is for: one instance of a widget. */
export interface ControlledWidget {
  id: string;
  type: WidgetType;
}

/** Queue control of widget instances: stored, so that it outlives pages and gateways, and pushed to the pages. */
export interface WidgetControls {
  /**
   * Raises `seq`, keeps what the command changes and pushes it, all at once. `clear` marks every alert of the widget
   * that no page started as skipped, `skip` the one it names unless it was shown: they do not come back.
   * `seq` rises even over a wipe of the storage.
   */
  command(streamerId: string, widget: ControlledWidget, command: ControlCommand): Promise<ControlState>;
  state(streamerId: string, widgetId: string): Promise<ControlState>;
  /** Forgets the state and the marks of a widget that is gone. Idempotent. */
  forget(streamerId: string, widgetId: string): Promise<void>;
}
