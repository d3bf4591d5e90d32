import type { ControlMessage, LiveEventType, SourceStatus } from '#libs/contracts';
import type { TraceContext } from './tracing.js';

/** Parts of the snapshot that a batch changed. */
export type SnapshotPart = 'totals' | 'leaderboard' | 'latest' | 'viewers';

/** One appended batch, as it goes to pages: each item is the UTF-8 JSON of `{ offset, event }`. */
export interface PushedBatch {
  epoch: string;
  /** Covers every offset after `from` up to `to`; one item for each. */
  from: number;
  to: number;
  changed: ReadonlySet<SnapshotPart>;
  items: readonly { type: LiveEventType; json: Uint8Array }[];
  /** The append that it comes from, if that is recorded. */
  trace?: TraceContext;
}

export interface LivePushListener {
  onBatch(batch: PushedBatch): void;
  onStatus(status: SourceStatus): void;
  /** Parts of the snapshot changed without an event. */
  onChanged?(parts: ReadonlySet<SnapshotPart>): void;
  /** A command for the pages of one widget instance. */
  onControl(widgetId: string, message: ControlMessage): void;
}

/**
 * Hears what is appended, as it is appended, at most once: whoever must not miss anything compares offsets and reads
 * the log. A subscription survives reconnects; what came meanwhile is missed, and `onReconnect` says so.
 */
export interface LivePush {
  /** Resolves when everything appended from now on is heard. */
  subscribe(streamerId: string, listener: LivePushListener): Promise<void>;
  unsubscribe(streamerId: string): Promise<void>;
  /** A streamer's settings, key or entitlement changed. */
  onConfigurationChange(listener: (streamerId: string) => void): void;
  onReconnect(listener: () => void): void;
}
