import {
  LiveSourceError,
  type BrokerFailure,
  type FactOrigin,
  type LiveSession,
  type LiveSource,
  type LookTurn,
  type OpenPurpose,
  type RoomProbe,
  type SessionEnd,
  type SourceFact,
} from '#libs/domain';
import type { LookTurns, LookWish } from './look-turns.js';

export interface LiveConnectionListener {
  onBooked(token: number, turn: LookTurn): void;
  /** No turn could be had: the shared schedule is out of reach. */
  onUnbooked(token: number, error: unknown): void;
  onProbed(token: number, probe: RoomProbe): void;
  onVerified(token: number, live: boolean): void;
  /** Comes before the facts of the session. */
  onOpened(token: number, roomId: string): void;
  onFacts(facts: readonly SourceFact[], origin: FactOrigin): void;
  onPause(paused: boolean): void;
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
  private verifying: AbortController | undefined;
  private heardAt = 0;

  constructor(
    private readonly source: LiveSource,
    private readonly handle: string,
    private readonly looks: LookTurns,
    private readonly listener: LiveConnectionListener,
  ) {}

  /** When the present session told the last fact, or began, ms; `undefined` without a session. */
  get lastHeardAt(): number | undefined {
    return this.session && this.heardAt;
  }

  /** When the present session decoded its last frame, ms; `undefined` without a session. */
  get lastFrameAt(): number | undefined {
    return this.session?.lastFrameAt;
  }

  async probe(token: number, wish: LookWish): Promise<void> {
    const attempt = this.begin();
    const { signal } = attempt;
    try {
      await this.looks.wait(wish, signal, (turn) => this.listener.onBooked(token, turn));
    } catch (error) {
      if (!signal.aborted) this.listener.onUnbooked(token, error);
      return;
    }
    try {
      const probe = await this.looks.look(signal);
      if (!signal.aborted) this.listener.onProbed(token, probe);
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
          onFacts: (facts, origin) =>
            whenOpen(() => {
              this.heardAt = session.lastFrameAt;
              this.listener.onFacts(facts, origin);
            }),
          onPause: (paused) => whenOpen(() => this.listener.onPause(paused)),
          onEnd: (end) => whenOpen(() => this.listener.onEnded(token, end, session.lastFrameAt)),
        },
        attempt.signal,
      );
      if (attempt.signal.aborted) return await session.close();
      this.session = session;
      this.heardAt = session.lastFrameAt;
      this.listener.onOpened(token, roomId);
      const early = held;
      held = undefined;
      for (const speak of early) speak();
    } catch (error) {
      this.fail(token, attempt, error);
    }
  }

  /** Looks beside the open session whether its stream is still on. A look that fails says nothing. */
  async verify(token: number, everyMs: number): Promise<void> {
    this.verifying?.abort();
    const { signal } = (this.verifying = new AbortController());
    try {
      await this.looks.wait({ urgent: false, everyMs }, signal, () => undefined);
      const { state } = await this.looks.look(signal);
      if (!signal.aborted) this.listener.onVerified(token, state === 'live');
    } catch {
      return;
    }
  }

  /** Nothing is heard after this. */
  async close(): Promise<void> {
    this.attempt?.abort();
    this.verifying?.abort();
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
