import type { NodeReport } from '#libs/contracts';
import type { Owner } from './event-log.js';

export type AcquireResult = 'acquired' | 'fenced';
/**
 * `missing`: nobody has it, or an older generation that took it while the storage did not know better: acquire it again.
 * `unknown`: the part of the storage that holds this lease is out of reach, while others answered.
 */
export type RenewResult = 'renewed' | 'missing' | 'lost' | 'unknown';

/**
 * One lease per streamer, with a time to live. At any time at most one owner holds it; a generation below the
 * highest one seen is refused; a higher one takes over from a lower one.
 */
export interface LeaseStore {
  acquire(streamerId: string, owner: Owner): Promise<AcquireResult>;
  /** Rejects when nothing answers. Renews all in as few calls as there are key shards. The order of the answer is that of `leases`. */
  renew(nodeId: string, leases: readonly { streamerId: string; generation: number }[]): Promise<RenewResult[]>;
  /** Gives up a lease, if it is still this owner's. */
  release(streamerId: string, owner: Owner): Promise<void>;
  /** Bars every generation below `generation`; a running owner below it stops within one renewal. */
  fence(streamerId: string, generation: number): Promise<void>;
  /** The present owners, in the order asked; `undefined` where nobody is. */
  owners(streamerIds: readonly string[]): Promise<(Owner | undefined)[]>;
}

/** Who is there to work. A node that stops reporting is gone after its time to live. */
export interface NodeRegistry {
  report(node: NodeReport): Promise<void>;
  remove(nodeId: string): Promise<void>;
  list(): Promise<NodeReport[]>;
}
