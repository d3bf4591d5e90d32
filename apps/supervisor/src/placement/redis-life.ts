/** The two calls of a Redis connection that the marker needs. */
export interface MarkerClient {
  get(key: string): Promise<string | null>;
  setnx(key: string, value: string): Promise<number>;
}

const MARKER_KEY = '{streamshape}:life';

/**
 * Tells whether Redis still holds what it held. After it was out of reach or lost its data, leases are missing that
 * their owners still live by: until they have renewed them, nothing may be moved.
 */
export class RedisLife {
  private marker: string | undefined;
  private reachable = true;
  private settledAt = Number.NEGATIVE_INFINITY;
  private wipes = 0;

  constructor(
    private readonly client: MarkerClient,
    /** Time to live of a lease, plus a margin. */
    private readonly settleMs: number,
    private readonly newMarker: () => string,
    /** Monotonic, ms: a clock that is set must neither shorten a hold nor make it last. */
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** For so long nothing is to be moved, ms; 0 when nothing holds. */
  get holdMs(): number {
    return Math.max(0, this.settledAt - this.now());
  }

  /** Rises each time that Redis was found without its data: everything derived has to be written again. */
  get incarnation(): number {
    return this.wipes;
  }

  /** The connection is gone. */
  lost(): void {
    this.reachable = false;
  }

  /** Call it after leases were read and before they are acted upon. Rejects when Redis is out of reach. */
  async check(): Promise<void> {
    try {
      const stored = await this.client.get(MARKER_KEY);
      const marker = stored ?? (await this.mark());
      const wiped = stored === null || (this.marker !== undefined && marker !== this.marker);
      if (wiped) this.wipes += 1;
      if (wiped || !this.reachable) this.settledAt = this.now() + this.settleMs;
      this.marker = marker;
      this.reachable = true;
    } catch (error) {
      this.lost();
      throw error;
    }
  }

  private async mark(): Promise<string> {
    const mine = this.newMarker();
    if ((await this.client.setnx(MARKER_KEY, mine)) === 1) return mine;
    return (await this.client.get(MARKER_KEY)) ?? mine;
  }
}
