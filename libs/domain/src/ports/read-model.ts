import type { SourceStatus, StreamerReadModel } from '#libs/contracts';

/** What gateways need of a streamer, where they can read it while the supervisor restarts. */
export interface ReadModelStore {
  /** Writes the model, forgets the key it had before, and tells the gateways. Older revisions are ignored. */
  write(model: StreamerReadModel): Promise<void>;
  /** The streamer is gone: their pages close with 4401. */
  remove(streamerId: string): Promise<void>;
  findByKeyHash(keyHash: string): Promise<StreamerReadModel | undefined>;
  get(streamerId: string): Promise<StreamerReadModel | undefined>;
  /** Of whom a model is stored. */
  streamerIds(): Promise<string[]>;
}

/** What is known of the connections, for the operator's and streamer's view. */
export interface StatusReader {
  /** In the order asked; `undefined` where nothing was ever reported. */
  statuses(streamerIds: readonly string[]): Promise<(SourceStatus | undefined)[]>;
  /** What the logs tell of the connections, in the order asked. */
  activities(streamerIds: readonly string[]): Promise<LogActivity[]>;
}

/** Since the log's storage was last wiped. */
export interface LogActivity {
  /** ms; absent before the first event. */
  lastEventAt?: number;
  /** How often the connection came back in the stream in progress, or the last one. */
  reconnects: number;
}
