import { giftFrom, pass, type Act } from './stage.js';

const FIRST_SENDER = 100_000;

/** Gifts to every streamer at a steady pace, each from somebody who gives once. */
export class SteadyGifts {
  /** How many gifts each streamer was sent. */
  sent = 0;
  /** The longest time between two rounds, ms: what a busy machine adds to every pause. */
  longestSilence = 0;
  private readonly over = new AbortController();
  private readonly giving: Promise<void>;

  constructor(
    readonly acts: readonly Act[],
    private readonly everyMs: number,
  ) {
    this.giving = this.give();
  }

  /** Whom the gifts came from after the first `from` of them. */
  senders(from = 0): string[] {
    return Array.from({ length: this.sent - from }, (_, n) => String(FIRST_SENDER + from + n));
  }

  async stop(): Promise<void> {
    this.over.abort();
    await this.giving;
  }

  private async give(): Promise<void> {
    let last = performance.now();
    while (!this.over.signal.aborted) {
      const now = performance.now();
      this.longestSilence = Math.max(this.longestSilence, Math.round(now - last));
      last = now;
      const gift = giftFrom(FIRST_SENDER + this.sent);
      for (const { room } of this.acts) room.send(gift);
      this.sent += 1;
      await pass(this.everyMs);
    }
  }
}
