import type { LeaseStore } from '#libs/domain';

export interface LeaseHolder {
  readonly streamerId: string;
  readonly generation: number;
  /** The lease may run out: write nothing. */
  suspend(): void;
  /** It is held again, under the same generation. */
  resume(): void;
  /** The lease was gone and is taken again: whatever else was stored beside it may be gone too. */
  restored(): void;
  /** Renewed, but a successor is ready and asks for it. Told again with each renewal until it is forgotten. */
  yield(): void;
  /** Somebody else owns the streamer. */
  lose(): void;
}

export interface LeaseKeeperOptions {
  nodeId: string;
  leases: LeaseStore;
  ttlMs: number;
  renewMs: number;
  /** Monotonic, ms. */
  monotonic?: () => number;
  onError?(error: unknown): void;
}

interface Held {
  holder: LeaseHolder;
  /** Start of the last successful renewal: the lease lasts at least until then plus its time to live. */
  renewedAt: number;
  suspended: boolean;
}

/** Stop writing this long before somebody else may begin. */
const SAFETY_MS = 500;

/**
 * Keeps the leases of all actors of a node alive, in one round of calls. An owner that cannot renew in time stops
 * writing before its lease can be granted again, and goes on when nobody took over meanwhile.
 */
export class LeaseKeeper {
  private readonly held = new Map<string, Held>();
  private readonly monotonic: () => number;
  private timers: NodeJS.Timeout[] = [];
  private round: Promise<void> | undefined;

  constructor(private readonly options: LeaseKeeperOptions) {
    this.monotonic = options.monotonic ?? (() => performance.now());
  }

  start(): void {
    const { renewMs } = this.options;
    this.timers = [
      setInterval(() => void this.renew(), renewMs),
      setInterval(() => this.fenceLate(), Math.max(20, renewMs / 4)),
    ];
  }

  stop(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  /** `acquiredAt`: monotonic time from before the lease was asked for, ms. */
  keep(holder: LeaseHolder, acquiredAt: number): void {
    this.held.set(holder.streamerId, { holder, renewedAt: acquiredAt, suspended: false });
  }

  forget(holder: LeaseHolder): void {
    if (this.held.get(holder.streamerId)?.holder === holder) this.held.delete(holder.streamerId);
  }

  now(): number {
    return this.monotonic();
  }

  /** Takes a vanished lease again, under the same generation. False when somebody else has it. */
  async reacquire(holder: LeaseHolder): Promise<boolean> {
    const startedAt = this.monotonic();
    const { nodeId, leases } = this.options;
    const result = await leases.acquire(holder.streamerId, { nodeId, generation: holder.generation });
    if (result !== 'acquired') return false;
    this.extend(holder, startedAt);
    holder.restored();
    return true;
  }

  /** One round at a time: a slow one is not overtaken by the next. */
  renew(): Promise<void> {
    this.round ??= this.renewAll()
      .catch((error: unknown) => this.options.onError?.(error))
      .finally(() => {
        this.round = undefined;
      });
    return this.round;
  }

  /** Also called by a timer, so that a node that was frozen fences itself before it does anything else. */
  fenceLate(): void {
    const latest = this.monotonic() - (this.options.ttlMs - Math.min(SAFETY_MS, this.options.ttlMs / 5));
    for (const held of this.held.values()) {
      if (held.suspended || held.renewedAt > latest) continue;
      held.suspended = true;
      held.holder.suspend();
    }
  }

  private async renewAll(): Promise<void> {
    const holders = [...this.held.values()].map(({ holder }) => holder);
    if (holders.length === 0) return;
    const startedAt = this.monotonic();
    const results = await this.options.leases.renew(this.options.nodeId, holders);
    await Promise.all(
      results.map(async (result, index) => {
        const holder = holders[index]!;
        if (this.held.get(holder.streamerId)?.holder !== holder) return;
        if (result === 'unknown') return;
        if (result === 'renewed' || result === 'wanted') {
          this.extend(holder, startedAt);
          if (result === 'wanted') holder.yield();
        } else if (result === 'lost' || !(await this.reacquire(holder))) this.lose(holder);
      }),
    );
  }

  private extend(holder: LeaseHolder, renewedAt: number): void {
    const held = this.held.get(holder.streamerId);
    if (held?.holder !== holder) return;
    held.renewedAt = renewedAt;
    if (!held.suspended) return;
    held.suspended = false;
    holder.resume();
  }

  private lose(holder: LeaseHolder): void {
    this.forget(holder);
    holder.lose();
  }
}
