import type { BrokerAssignment } from '#libs/contracts';
import type { LivenessBudget } from '#libs/domain';
import { charged } from '../actor/look-turns.js';
import { takeOver, type Taken } from './takeover.js';
import type { WorkerNodeOptions } from './worker-node.options.js';

export interface TakeoversOptions {
  node: Pick<WorkerNodeOptions, 'nodeId' | 'leases' | 'lease' | 'moves' | 'source'>;
  liveness: LivenessBudget;
  /** Monotonic, ms. */
  now(): number;
  /** The streamer is this node's from now on. */
  onTaken(assignment: BrokerAssignment, taken: Taken): void;
  /** How many are under way has changed. */
  onChange(): void;
  onError(what: string, error: unknown): void;
}

/** Streamers that this node makes itself ready for while another one still serves them. */
export class Takeovers {
  private readonly underWay = new Map<string, Promise<void>>();
  private refusal = new AbortController();

  constructor(private readonly options: TakeoversOptions) {}

  get size(): number {
    return this.underWay.size;
  }

  has(streamerId: string): boolean {
    return this.underWay.has(streamerId);
  }

  begin(offer: BrokerAssignment): void {
    const { streamerId } = offer;
    const work = this.takeOver(offer)
      .catch((error: unknown) => this.options.onError('taking a streamer over', error))
      .finally(() => {
        this.underWay.delete(streamerId);
        this.options.onChange();
      });
    this.underWay.set(streamerId, work);
    this.options.onChange();
  }

  /** Gives up what is under way, as far as it still can be: its owners go on. */
  refuse(): void {
    this.refusal.abort();
  }

  /** After `refuse`: what begins from now on may come about. */
  welcome(): void {
    this.refusal = new AbortController();
  }

  /** When everything that is under way now has come about, or has not. */
  async settled(): Promise<void> {
    await Promise.all(this.underWay.values());
  }

  private async takeOver(assignment: BrokerAssignment): Promise<void> {
    const { liveness, now, onError, onTaken } = this.options;
    const { nodeId, leases, lease, moves, source } = this.options.node;
    const taken = await takeOver({
      ...{ assignment, leases, leaseTtlMs: lease.ttlMs, timeoutMs: moves.timeoutMs },
      source: charged(source, liveness, (error) => onError('accounting for a look', error)),
      owner: { nodeId, generation: assignment.generation },
      signal: this.refusal.signal,
      now,
      onError,
    });
    if (taken) onTaken(assignment, taken);
  }
}
