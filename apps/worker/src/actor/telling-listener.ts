import type { BrokerConcern, BrokerMessage, FactOrigin, LiveSourceErrorKind, SourceFact } from '#libs/domain';
import type { LiveConnectionListener } from './live-connection.js';

export interface Listener {
  tell(message: BrokerMessage): void;
  /** Comes before the broker hears of the opening. */
  joined(roomId: string): void;
  take(facts: readonly SourceFact[], origin: FactOrigin): void;
  concern(concern: BrokerConcern, on: boolean): void;
  onError(error: unknown): void;
  onConnectFailure(kind: LiveSourceErrorKind, error: unknown): void;
}

/** Turns what a connection says into messages to its broker. */
export function tellingListener(to: Listener): LiveConnectionListener {
  return {
    onBooked: (token, { waitMs, stretch, habits }) => to.tell({ type: 'booked', token, waitMs, stretch, habits }),
    onUnbooked: (token, error) => {
      to.onError(error);
      to.tell({ type: 'unbooked', token });
    },
    onProbed: (token, probe) => to.tell({ type: 'probed', token, probe }),
    onOpened: (token, roomId) => {
      to.joined(roomId);
      to.tell({ type: 'opened', token, roomId });
    },
    onVerified: (token, live) => to.tell({ type: 'verified', token, live }),
    onFacts: (facts, origin) => to.take(facts, origin),
    onPause: (paused) => to.concern('paused', paused),
    onEnded: (token, end, lastFrameAt) => to.tell({ type: 'session-ended', token, end, lastFrameAt }),
    onFailed: (token, failure, error) => {
      to.onConnectFailure(failure.kind, error);
      to.tell({ type: 'failed', token, failure });
    },
  };
}
