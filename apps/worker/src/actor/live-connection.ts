import {
  LiveSourceError,
  type BrokerFailure,
  type LiveSession,
  type LiveSource,
  type OpenPurpose,
  type RoomProbe,
  type SessionEnd,
  type SourceFact,
} from '#libs/domain';

export interface LiveConnectionListener {
  onProbed(token: number, probe: RoomProbe): void;
  /** Comes before the facts of the session. */
  onOpened(token: number, roomId: string): void;
  onFacts(facts: readonly SourceFact[], origin: { history: boolean }): void;
  onEnded(token: number, end: SessionEnd, lastFrameAt: number): void;
  onFailed(token: number, failure: BrokerFailure, error: unknown): void;
}

/**
 * The one connection of an actor. A source may speak before `open` resolves; what it says waits, so that the listener
 * always hears: opened, facts, ended.
 */
export class LiveConnection {
  private session: LiveSession | undefined;
  private attempt: AbortController | undefined;

  constructor(
    private readonly source: LiveSource,
    private readonly handle: string,
    private readonly listener: LiveConnectionListener,
  ) {}

  async probe(token: number): Promise<void> {
    const attempt = this.begin();
    try {
      const probe = await this.source.probe(this.handle, attempt.signal);
      if (!attempt.signal.aborted) this.listener.onProbed(token, probe);
    } catch (error) {
      this.fail(token, attempt, error);
    }
  }

  async open(token: number, roomId: string, purpose: OpenPurpose): Promise<void> {
    const attempt = this.begin();
    let held: (() => void)[] | undefined = [];
    const whenOpen = (speak: () => void) => {
      if (attempt.signal.aborted) return;
      if (held) held.push(speak);
      else speak();
    };
    try {
      const session: LiveSession = await this.source.open(
        { handle: this.handle, roomId, purpose },
        {
          onFacts: (facts, origin) => whenOpen(() => this.listener.onFacts(facts, origin)),
          onEnd: (end) => whenOpen(() => this.listener.onEnded(token, end, session.lastFrameAt)),
        },
        attempt.signal,
      );
      if (attempt.signal.aborted) return await session.close();
      this.session = session;
      this.listener.onOpened(token, roomId);
      const early = held;
      held = undefined;
      for (const speak of early) speak();
    } catch (error) {
      this.fail(token, attempt, error);
    }
  }

  /** Nothing is heard after this. */
  async close(): Promise<void> {
    this.attempt?.abort();
    const session = this.session;
    this.session = undefined;
    await session?.close();
  }

  private begin(): AbortController {
    this.attempt?.abort();
    this.attempt = new AbortController();
    return this.attempt;
  }

  private fail(token: number, attempt: AbortController, error: unknown): void {
    if (attempt.signal.aborted) return;
    const failure: BrokerFailure =
      error instanceof LiveSourceError ? { kind: error.kind, retryAfterMs: error.retryAfterMs } : { kind: 'transient' };
    this.listener.onFailed(token, failure, error);
  }
}
