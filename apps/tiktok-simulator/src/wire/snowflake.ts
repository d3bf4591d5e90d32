/** Ids like TikTok's: the Unix second in the upper 32 bits, always rising, never the same twice. */
export class Snowflake {
  private last = 0n;

  constructor(private readonly now: () => number = Date.now) {}

  next(): string {
    const ms = this.now();
    const seconds = BigInt(Math.floor(ms / 1000));
    const candidate = (seconds << 32n) | (BigInt(ms % 1000) << 22n);
    this.last = candidate > this.last ? candidate : this.last + 1n;
    return this.last.toString();
  }
}
