import type { NodeReport } from '#libs/contracts';
import type { Owner } from './event-log.js';

export type AcquireResult = 'acquired' | 'fenced';
/**
 * `missing`: nobody has it, or an older generation that took it while the storage did not know better: acquire it again.
 * `wanted`: renewed, and a successor with a higher generation is ready and asks for it. `unknown`: the part of the
 * storage that holds this lease is out of reach, while others answered.
 */
export type RenewResult = 'renewed' | 'wanted' | 'missing' | 'lost' | 'unknown';
/**
 * `waiting`: the owner lives and will learn of it. `handed-over`: it gave the lease, and the log has everything that it
 * heard. `acquired`: the lease is taken, and nothing is known of what its last owner heard.
 */
export type RequestResult = 'waiting' | 'handed-over' | 'acquired' | 'fenced';

/**
 * One lease per streamer, with a time to live. At any time at most one owner holds it; a generation below the
 * highest one seen is refused; a higher one takes over from a lower one.
 */
export interface LeaseStore {
  acquire(streamerId: string, owner: Owner): Promise<AcquireResult>;
  /** Rejects when nothing answers. Renews all in as few calls as there are key shards. The order of the answer is that of `leases`. */
  renew(nodeId: string, leases: readonly { streamerId: string; generation: number }[]): Promise<RenewResult[]>;
  /**
   * Asks for the lease of an owner that goes on meanwhile; to be repeated until the answer is another than `waiting`.
   * A wish that is not repeated is forgotten after two seconds. `asked`: the answer to the last call was `waiting`.
   * `fenced` too when the storage lost lease and wish, or all that it knew of owners: the one that lives takes its
   * lease again.
   */
  request(streamerId: string, owner: Owner, asked: boolean): Promise<RequestResult>;
  /** Takes the wish back. `owned`: the lease had been handed over before. */
  withdraw(streamerId: string, owner: Owner): Promise<'withdrawn' | 'owned'>;
  /**
   * Gives the lease to the successor that asks for it. `complete`: the log has everything that this owner heard.
   * `unwanted`: nobody asks any more, and the lease stays.
   */
  handOver(streamerId: string, owner: Owner, complete: boolean): Promise<'handed-over' | 'unwanted' | 'lost'>;
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
