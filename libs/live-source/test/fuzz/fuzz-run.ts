import { z } from 'zod';
import { giftSchema, liveEventSchema, liveUserSchema } from '#libs/contracts';
import type { SessionEnd, SourceFact } from '#libs/domain';
import { OrderedSocket } from '../../src/connection/ordered-socket.js';
import type { RoomConnection } from '../../src/connection/room-connection.js';
import { TikTokSession } from '../../src/connection/session.js';
import type { SourceCounters } from '../../src/index.js';
import { FrameMaker, type FuzzFrame } from './frames.js';
import type { Random } from './mutations.js';

export interface FuzzFigures {
  frames: number;
  /** What went wrong, with the frame that did it; at most ten. */
  failures: string[];
  facts: number;
  /** How many messages had which outcome, and how many frames could not be read at all. */
  outcomes: Record<string, number>;
  suspects: Record<string, number>;
  slowestMs: number;
  slowestKind: string;
  /** RSS after, less before, in MiB. */
  grownMiB: number;
}

const millis = z.int().nonnegative();
/** The shape that GiftHit promises. */
const giftHitSchema = z.strictObject({
  type: z.literal('gift'),
  id: z.string().min(1).max(160),
  at: millis,
  receivedAt: millis,
  user: liveUserSchema,
  gift: giftSchema,
  streakId: z.string().min(1).max(160).optional(),
  repeatCount: z.int().positive(),
  repeatEnd: z.boolean(),
});

/** The real socket without a network: frames are handed to it as `ws` would. */
class FedSocket extends OrderedSocket {
  feed(bytes: Buffer): Promise<void> {
    return this.onMessage(bytes);
  }
}

/** Sessions one after another, each fed through the real socket until it ends by itself, as a stream end does. */
export class FuzzRun {
  private readonly figures: FuzzFigures = {
    ...{ frames: 0, failures: [], facts: 0, outcomes: {}, suspects: {} },
    ...{ slowestMs: 0, slowestKind: '', grownMiB: 0 },
  };
  private readonly maker: FrameMaker;
  private next = (): FuzzFrame => this.maker.next();
  private kind = '';
  private ended: SessionEnd | undefined;
  private socket!: FedSocket;
  private session!: TikTokSession;

  constructor(random: Random) {
    this.maker = new FrameMaker(random);
  }

  /** Feeds these frames alone. */
  async feed(frames: readonly FuzzFrame[]): Promise<FuzzFigures> {
    const left = [...frames];
    this.next = () => left.shift()!;
    return await this.run(frames.length);
  }

  async run(frames: number): Promise<FuzzFigures> {
    const before = process.memoryUsage().rss;
    for (let index = 0; index < frames; index += 1) {
      if (index === 0 || this.ended) this.open();
      await this.feedOne();
      // Real frames come from the event loop too.
      if (index % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await this.session.close();
    this.socket.raw.terminate();
    this.figures.grownMiB = Math.round((process.memoryUsage().rss - before) / 1024 / 1024);
    return this.figures;
  }

  private async feedOne(): Promise<void> {
    const frame = this.next();
    this.kind = frame.kind;
    this.figures.frames += 1;
    const startedAt = performance.now();
    try {
      await this.socket.feed(frame.bytes);
    } catch (error) {
      this.fail(`threw ${String(error)}`);
    }
    const took = performance.now() - startedAt;
    if (took > this.figures.slowestMs) Object.assign(this.figures, { slowestMs: took, slowestKind: frame.kind });
  }

  private open(): void {
    this.socket?.raw.terminate();
    this.ended = undefined;
    const session = new TikTokSession({
      listener: { onFacts: (facts) => this.check(facts), onEnd: (end) => this.onEnd(end) },
      counters: this.counters(),
      silenceMs: 60_000,
      clock: () => 1_800_000_000_000,
    });
    this.session = session;
    const config = { baseUrl: 'ws://127.0.0.1:9', roomId: '1' } as unknown as ConstructorParameters<
      typeof OrderedSocket
    >[0];
    this.socket = new FedSocket(config, {}, session, Promise.resolve());
    // Nobody listens there, and a socket that was refused must not end the session.
    this.socket.raw.removeAllListeners('close');
    session.begin({ roomId: '1', initial: [], terminate: async () => undefined } as unknown as RoomConnection);
  }

  private onEnd(end: SessionEnd): void {
    this.ended = end;
    // A mutated frame may tell that the stream is over; anything else must not end a session.
    if (end.kind !== 'stream-ended' && end.kind !== 'requested') this.fail(`ended the session: ${JSON.stringify(end)}`);
  }

  private check(facts: readonly SourceFact[]): void {
    for (const fact of facts) {
      this.figures.facts += 1;
      const { error } = fact.type === 'gift' ? giftHitSchema.safeParse(fact) : liveEventSchema.safeParse(fact);
      if (error) this.fail(`made an invalid ${fact.type}: ${z.prettifyError(error)}`);
    }
  }

  private counters(): SourceCounters {
    const { outcomes, suspects } = this.figures;
    const count = (name: string): void => void (outcomes[name] = (outcomes[name] ?? 0) + 1);
    return {
      message: () => count('messages'),
      fact: () => count('fact'),
      ignored: () => count('ignored'),
      unknown: () => count('unknown'),
      undecodable: (method) => count(method === 'WebcastPushFrame' ? 'frame undecodable' : 'undecodable'),
      invalid: (_, why) => count(`invalid ${why}`),
      suspect: (_, reason) => void (suspects[reason] = (suspects[reason] ?? 0) + 1),
    };
  }

  private fail(what: string): void {
    if (this.figures.failures.length < 10) this.figures.failures.push(`${this.kind}: ${what}`);
  }
}
