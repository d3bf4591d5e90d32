import { createHash } from 'node:crypto';
import { completeSettings, type StreamerReadModel, type WidgetInstance, type WidgetType } from '#libs/contracts';
import type { ReadModelStore } from '#libs/domain';

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
  private readonly asking = new Map<string, Promise<StreamerReadModel | undefined>>();

  constructor(private readonly options: DirectoryOptions) {}

  async find(keyHash: string): Promise<DirectoryAnswer> {
    const { store, now } = this.options;
    try {
      const stored = await store.findByKeyHash(keyHash);
      if (stored !== undefined) return { state: 'found', model: stored };
      if ((this.unknown.get(keyHash) ?? 0) > now()) return { state: 'unknown' };
      const model = await this.ask(keyHash);
      if (model !== undefined) return { state: 'found', model };
    } catch {
      // Neither Redis nor the supervisor could say: that is an answer of its own.
      return { state: 'unavailable' };
    }
    this.rememberUnknown(keyHash);
    return { state: 'unknown' };
  }

  /** The present model of a streamer, `undefined` when they are gone. Rejects when Redis is out of reach. */
  async current(streamerId: string): Promise<StreamerReadModel | undefined> {
    return await this.options.store.get(streamerId);
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

/**
 * The instance that a page asks for: the one with `id`, else the first of its type, else the type's default, whose id
 * is the type. Settings are complete. `undefined` when there is no such instance.
 */
export function widgetOf(model: StreamerReadModel, type: WidgetType, id?: string): WidgetInstance | undefined {
  const saved = model.widgets.filter((widget) => widget.type === type);
  const chosen = id === undefined ? saved[0] : saved.find((widget) => widget.id === id);
  const isDefault = id === undefined || id === type;
  const instance = chosen ?? (isDefault ? { type, id: type, settings: {}, rev: 0 } : undefined);
  return instance && { ...instance, settings: { ...completeSettings(type, instance.settings) } };
}
