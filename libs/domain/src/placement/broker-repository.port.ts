/** Durable wish for one broker, and who was last seen to serve it. Outlives Redis. */
export interface BrokerRecord {
  streamerId: string;
  /** Whether it should run. */
  desired: boolean;
  /** Highest generation ever given out; 0 before the first. */
  generation: number;
  /** Node last seen as its owner; null when none was. */
  nodeId: string | null;
  /** ms of the last assignment, by the clock of who asks; null before the first. */
  assignedAt: number | null;
  /** Why the generation rose last; null before the first time. */
  cause: string | null;
  /** Room to follow and whose day counts; absent once the streamer is deleted. */
  streamer?: { handle: string; timeZone: string };
  /** What the plan gives, 0 to 9: higher ones are placed first. Left out: 0. */
  priority?: number;
}

/** A claim to the next generation; it holds if nobody raised `from` before, and the broker is still desired. */
export interface GenerationClaim {
  streamerId: string;
  from: number;
  to: number;
  /** Why, as a stable code for the operator. */
  cause: string;
  /** The present owner goes on until the next one is ready, so it stays noted. */
  ownerStays?: boolean;
}

/** Who was seen to own a broker; `nodeId` null: nobody. */
export interface OwnerSighting {
  streamerId: string;
  nodeId: string | null;
  generation: number;
}

/** Durable placement state. Generations only rise; several supervisors may write at once. */
export interface BrokerRepository {
  /** All brokers, those of deleted streamers too until they are purged. */
  list(): Promise<BrokerRecord[]>;
  /** Atomic per claim; each is noted as a move. Answers with the streamers whose claim held: the caller alone may assign them. */
  claimGenerations(claims: readonly GenerationClaim[]): Promise<Set<string>>;
  /** Notes owners, and catches up with a generation that is higher than the stored one (a restored backup). */
  recordOwners(sightings: readonly OwnerSighting[]): Promise<void>;
  /** Forgets brokers whose streamer is deleted; others stay. */
  purge(streamerIds: readonly string[]): Promise<void>;
}
