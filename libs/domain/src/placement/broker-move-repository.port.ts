/** One generation of a broker: who had it before, who took it, and why it was given out. */
export interface BrokerMove {
  streamerId: string;
  generation: number;
  /** Owner that was last seen before; null when none was. */
  fromNode: string | null;
  /** Null until somebody was seen to own this generation; for ever null if nobody ever did. */
  toNode: string | null;
  /** Stable code: `start`, `owner-lost`, `not-taken`, `superseded`, `drain`, `rebalance`. */
  cause: string;
  /** ms. */
  claimedAt: number;
  /** ms; when the new owner was first seen, at most one tick late. */
  ownedAt: number | null;
}

export interface BrokerMoveQuery {
  streamerId?: string | undefined;
  /** Moves away from this node or to it. */
  nodeId?: string | undefined;
  limit: number;
  /** `next` of the page before. */
  cursor?: string | undefined;
}

export interface BrokerMovePage {
  items: BrokerMove[];
  /** Where the next page starts; absent on the last one. */
  next?: string;
}

/** What became of generations, for the operator. Written by `BrokerRepository` together with what it tells of. */
export interface BrokerMoveRepository {
  /** Newest claim first. Rejects with BadCursorError. */
  recent(query: BrokerMoveQuery): Promise<BrokerMovePage>;
  /** Forgets what is older than `keepDays`, and all but the newest `keepPerStreamer` of each streamer. */
  prune(keep: { keepDays: number; keepPerStreamer: number }): Promise<void>;
}
