import type { BreakerState, LiveSourceError, OpenPurpose, PauseReason, RefusalReason } from '#libs/domain';

/** Hears what becomes of signing calls, for metrics and logs. `provider` is a label, never the key. */
export interface SignObserver {
  onSpent?(provider: string, purpose: OpenPurpose): void;
  /** A call that was granted and never made. */
  onReturned?(provider: string): void;
  onRefused?(provider: string, reason: RefusalReason | 'circuit-open'): void;
  /** This node asks everybody who uses the key to pause. */
  onPaused?(provider: string, forMs: number, reason: PauseReason): void;
  onBreaker?(provider: string, state: BreakerState): void;
  /** An operator has to act: the key or its plan was refused. */
  onKeyRefused?(provider: string, failure: LiveSourceError | undefined): void;
  /** The shared account is out of reach (`error`) or back: calls come from a small account of this node's own. */
  onAccount?(provider: string, state: 'away' | 'back', error?: unknown): void;
}
