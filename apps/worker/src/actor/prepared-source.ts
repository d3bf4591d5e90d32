import type { LiveSession, LiveSource, LiveSourceListener, RoomProbe } from '#libs/domain';

/** What may be heard before the broker begins; a lively room says a few hundred things a second. */
const MAX_HELD = 10_000;

/**
 * A source for one streamer that is looked at and, if live, connected before there is a broker to hear it. What it says
 * meanwhile is kept. The broker's first look and first connection get what was prepared; everything after that goes
 * straight to the source.
 */
export class PreparedSource implements LiveSource {
  private looked: RoomProbe | undefined;
  /** What the first look found, so that a repeated attempt costs none. */
  private found: RoomProbe | undefined;
  private session: LiveSession | undefined;
  private held: ((listener: LiveSourceListener) => void)[] = [];
  private listener: LiveSourceListener | undefined;
  private over = false;

  constructor(
    private readonly source: LiveSource,
    private readonly handle: string,
  ) {}

  /** A connection that hears everything since `prepare` resolved, and waits for its broker. */
  get hears(): boolean {
    return this.session !== undefined && !this.over;
  }

  /** There was a connection, and it ended or said more than can be kept. */
  get broken(): boolean {
    return this.session !== undefined && this.over;
  }

  /** What the broker begins with; undefined if nothing is at hand (any more). `heard` holds while it is connected. */
  ready(heard: boolean): { heard: boolean } | undefined {
    return this.looked && { heard: heard && this.hears };
  }

  /** Rejects with what the source rejects with; may be repeated then. */
  async prepare(signal: AbortSignal): Promise<void> {
    const looked = (this.found ??= await this.source.probe(this.handle, signal));
    if (looked.state === 'live') {
      const { roomId } = looked;
      // The present owner still hears: those who hear nothing go first.
      const room = { handle: this.handle, roomId, purpose: 'move' as const };
      this.session = await this.source.open(room, this.keeper(), signal);
    }
    this.looked = looked;
  }

  async probe(handle: string, signal?: AbortSignal, onRequest?: () => void): Promise<RoomProbe> {
    const looked = this.looked;
    this.looked = undefined;
    return looked ?? (await this.source.probe(handle, signal, onRequest));
  }

  async open(
    room: Parameters<LiveSource['open']>[0],
    listener: LiveSourceListener,
    signal?: AbortSignal,
  ): Promise<LiveSession> {
    const session = this.session;
    this.session = undefined;
    if (session?.roomId !== room.roomId) {
      await session?.close();
      return await this.source.open(room, listener, signal);
    }
    setImmediate(() => {
      this.listener = listener;
      for (const speak of this.held.splice(0)) speak(listener);
    });
    return session;
  }

  /** Ends a connection that no broker took. */
  async close(): Promise<void> {
    const session = this.session;
    this.session = undefined;
    this.held = [];
    await session?.close();
  }

  private keeper(): LiveSourceListener {
    return {
      onFacts: (facts, origin) => this.say((listener) => listener.onFacts(facts, origin)),
      onEnd: (end) => {
        this.over = true;
        this.say((listener) => listener.onEnd(end));
      },
      onPause: (paused) => this.say((listener) => listener.onPause?.(paused)),
    };
  }

  private say(speak: (listener: LiveSourceListener) => void): void {
    if (this.listener) speak(this.listener);
    else if (this.held.length < MAX_HELD) this.held.push(speak);
    else this.over = true;
  }
}
