import { createHash } from 'node:crypto';
import type { StreamerReadModel } from '#libs/contracts';
import type { ReadModelStore } from '#libs/domain';
import { RateLimit } from '../sockets/rate-limit.js';

export type DirectoryAnswer =
  | { state: 'found'; model: StreamerReadModel }
  /** Nobody has this key. */
  | { state: 'unknown' }
  /** It cannot be known at the moment. */
  | { state: 'unavailable' };

export interface DirectoryOptions {
  store: Pick<ReadModelStore, 'findByKeyHash' | 'get'>;
  /** Asks the supervisor; rejects when it does not answer. */
  askSupervisor(keyHash: string): Promise<StreamerReadModel | undefined>;
  now(): number;
}

/** How long the supervisor's "nobody has this key" is believed, so that a page that keeps trying costs it nothing. */
const UNKNOWN_MS = 5000;
const MAX_UNKNOWN = 10_000;

export function hashKey(key: string): string {
  return createHash('sha256').update(key.toLowerCase()).digest('hex');
}

/** Whose key it is, and with which settings. Reads what the supervisor wrote to Redis, and asks it on a miss. */
export class StreamerDirectory {
  private readonly unknown = new Map<string, number>();
  private readonly questions = new RateLimit({ burst: 200, perSecond: 50 });
  private readonly asking = new Map<string, Promise<StreamerReadModel | undefined>>();

  constructor(private readonly options: DirectoryOptions) {}

  async find(keyHash: string): Promise<DirectoryAnswer> {
    const { store, now } = this.options;
    try {
      const stored = await store.findByKeyHash(keyHash);
      if (stored !== undefined) return { state: 'found', model: stored };
      if ((this.unknown.get(keyHash) ?? 0) > now()) return { state: 'unknown' };
      // Guessed keys must not keep supervisor and database busy.
      if (!this.questions.take()) return { state: 'unavailable' };
      const model = await this.ask(keyHash);
      if (model !== undefined) return { state: 'found', model };
    } catch {
      // Neither Redis nor the supervisor could say: that is an answer of its own.
      return { state: 'unavailable' };
    }
    this.rememberUnknown(keyHash);
    return { state: 'unknown' };
  }

  /**
   * The model of a streamer whose pages know the key with this hash. What Redis does not have may merely be
   * lost: the supervisor knows better.
   */
  async confirm(streamerId: string, keyHash: string): Promise<DirectoryAnswer> {
    try {
      const model = await this.options.store.get(streamerId);
      if (model !== undefined) return { state: 'found', model };
    } catch {
      // Redis could not say; that is no reason to send a page away.
      return { state: 'unavailable' };
    }
    return await this.find(keyHash);
  }

  private ask(keyHash: string): Promise<StreamerReadModel | undefined> {
    let asked = this.asking.get(keyHash);
    if (asked === undefined) {
      asked = this.options.askSupervisor(keyHash).finally(() => this.asking.delete(keyHash));
      this.asking.set(keyHash, asked);
    }
    return asked;
  }

  private rememberUnknown(keyHash: string): void {
    if (this.unknown.size >= MAX_UNKNOWN) this.unknown.clear();
    this.unknown.set(keyHash, this.options.now() + UNKNOWN_MS);
  }
}
