import { LiveSourceError } from '#libs/domain';
import type {
  LiveSession,
  LiveSource,
  LiveSourceListener,
  OpenPurpose,
  RoomProbe,
  SessionEnd,
  SourceFact,
} from '#libs/domain';
import type { SigningPolicy } from './signing/sign-providers.js';

/** A live source without a network, for tests of what is built on the port. Keeps the port's whole contract. */
export class InMemoryLiveSource implements LiveSource {
  private readonly rooms = new Map<string, InMemoryRoom>();
  private readonly brokenProviders = new Map<string, LiveSourceError>();
  /** How often a room was opened or looked at, failures included. */
  openings = 0;
  probes = 0;
  /** What rooms were opened for, in order. */
  readonly purposes: OpenPurpose[] = [];

  constructor(
    private readonly clock: () => number = Date.now,
    /** Gives out the calls that opening costs; without one they are free. */
    private readonly signing?: SigningPolicy,
  ) {}

  /** Calls through this provider fail until it is mended with `undefined`. */
  breakProvider(url: string, failure: LiveSourceError | undefined): void {
    if (failure) this.brokenProviders.set(url, failure);
    else this.brokenProviders.delete(url);
  }

  /** The room of a handle, made on first use and offline until `goLive`. */
  room(handle: string): InMemoryRoom {
    const room = this.rooms.get(handle) ?? new InMemoryRoom();
    this.rooms.set(handle, room);
    return room;
  }

  async probe(handle: string, signal?: AbortSignal, onRequest?: () => void): Promise<RoomProbe> {
    this.probes += 1;
    onRequest?.();
    await immediate();
    stopIf(signal);
    const room = this.rooms.get(handle);
    if (!room) throw new LiveSourceError('user-not-found', 'No such room.');
    const failure = room.nextFailure('probe');
    if (failure) throw failure;
    const { roomId } = room;
    return room.live ? { state: 'live', roomId } : { state: 'offline', roomId };
  }

  async open(
    where: { handle: string; roomId: string; purpose?: OpenPurpose },
    listener: LiveSourceListener,
    signal?: AbortSignal,
  ): Promise<LiveSession> {
    const purpose = where.purpose ?? 'start';
    this.purposes.push(purpose);
    await this.sign(where, signal, purpose);
    await immediate();
    stopIf(signal);
    const room = this.rooms.get(where.handle);
    const failure = room?.nextFailure('open');
    if (failure) throw failure;
    if (!room) throw new LiveSourceError('transient', 'No such room.');
    return room.admit(listener, this.clock);
  }

  private async sign(where: { handle: string }, signal: AbortSignal | undefined, purpose: OpenPurpose): Promise<void> {
    if (!this.signing) {
      this.openings += 1;
      return;
    }
    const attempt = this.signing.begin(where, purpose, 0);
    try {
      for (;;) {
        const permit = await attempt.next(signal ?? new AbortController().signal);
        this.openings += 1;
        const failure = this.brokenProviders.get(permit.provider.url);
        await permit.settle({ outcome: failure ? 'outage' : 'up', sent: true, ...(failure && { failure }) });
        if (!failure) return;
      }
    } catch (error) {
      stopIf(signal);
      throw error;
    } finally {
      attempt.end();
    }
  }
}

/** One streamer's room, played by a test. */
export class InMemoryRoom {
  live = false;
  private sessionNumber = 1_000;
  private readonly sessions = new Set<InMemorySession>();
  private history: SourceFact[] = [];
  private failures: { at: 'probe' | 'open'; error: LiveSourceError }[] = [];

  get roomId(): string {
    return String(this.sessionNumber);
  }

  /** Sessions that are open. */
  get listeners(): number {
    return this.sessions.size;
  }

  /** A new stream, with a new room id, unless one is on. */
  goLive(): this {
    if (!this.live) this.sessionNumber += 1;
    this.live = true;
    return this;
  }

  /** Ends the stream; with `silently`, nobody is told. */
  goOffline(options: { silently?: boolean } = {}): void {
    this.live = false;
    if (!options.silently) this.endAll({ kind: 'stream-ended', detail: 'ended' });
  }

  send(...facts: SourceFact[]): void {
    for (const session of this.sessions) session.tell(facts, false);
  }

  pause(paused: boolean): void {
    for (const session of this.sessions) session.pause(paused);
  }

  /** What the next sessions hear first, as history. */
  remember(...facts: SourceFact[]): void {
    this.history = facts;
  }

  /** The connections break. */
  drop(end: SessionEnd = { kind: 'closed', code: 1006, detail: 'dropped' }): void {
    this.endAll(end);
  }

  /** The next call fails; several failures come one after another. */
  failNext(at: 'probe' | 'open', error: LiveSourceError): void {
    this.failures.push({ at, error });
  }

  nextFailure(at: 'probe' | 'open'): LiveSourceError | undefined {
    const index = this.failures.findIndex((failure) => failure.at === at);
    return index < 0 ? undefined : this.failures.splice(index, 1)[0]?.error;
  }

  admit(listener: LiveSourceListener, clock: () => number): LiveSession {
    const session = new InMemorySession(this.roomId, listener, clock, () => this.sessions.delete(session));
    this.sessions.add(session);
    if (this.history.length > 0) session.tell(this.history, true);
    if (!this.live) session.end({ kind: 'stream-ended', detail: 'ended' });
    return session;
  }

  private endAll(end: SessionEnd): void {
    for (const session of [...this.sessions]) session.end(end);
  }
}

class InMemorySession implements LiveSession {
  lastFrameAt: number;
  private ended = false;
  private begun = false;
  private waiting: (() => void)[] = [];

  constructor(
    readonly roomId: string,
    private readonly listener: LiveSourceListener,
    private readonly clock: () => number,
    private readonly onGone: () => void,
  ) {
    this.lastFrameAt = clock();
    setImmediate(() => this.begin());
  }

  tell(facts: SourceFact[], history: boolean): void {
    this.inOrder(() => {
      this.lastFrameAt = this.clock();
      this.listener.onFacts(facts, { history });
    });
  }

  pause(paused: boolean): void {
    this.inOrder(() => this.listener.onPause?.(paused));
  }

  end(end: SessionEnd): void {
    this.onGone();
    this.inOrder(() => {
      this.ended = true;
      this.listener.onEnd(end);
    });
  }

  async close(): Promise<void> {
    this.begun = true;
    this.waiting = [];
    this.end({ kind: 'requested' });
  }

  /** The owner has the session before it hears anything of it. */
  private begin(): void {
    this.begun = true;
    for (const task of this.waiting.splice(0)) if (!this.ended) task();
  }

  private inOrder(task: () => void): void {
    if (this.ended) return;
    if (this.begun) task();
    else this.waiting.push(task);
  }
}

function immediate(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function stopIf(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new LiveSourceError('transient', 'Stopped.', { cause: signal.reason });
}
