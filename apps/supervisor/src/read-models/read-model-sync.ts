import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { ReadModelSource, ReadModelStore } from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { READ_MODEL_SOURCE } from '#libs/persistence';
import { inBatches } from '../in-batches.js';
import { OutageLog, using } from '../outage-log.js';
import { RedisLife } from '../placement/redis-life.js';
import { RepeatingTask } from '../repeating-task.js';
import { READ_MODELS } from '../supervisor.tokens.js';

const INTERVAL_MS = 1000;
const FULL_CHECK_MS = 10_000;
const LOAD_BATCH = 200;
const WRITE_WIDTH = 20;

/**
 * Keeps what gateways read in Redis equal to PostgreSQL: everything at start and after Redis lost its data (also who
 * is not in PostgreSQL any more, for it may have been restored), what differs every 10 s, and each change at once
 * through `publish`.
 */
@Injectable()
export class ReadModelSync implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: RepeatingTask;
  private readonly outage: OutageLog;
  /** Revision last written, by streamer. */
  private readonly written = new Map<string, number>();
  private incarnation = -1;
  private dueAt = 0;

  constructor(
    @Inject(READ_MODEL_SOURCE) private readonly source: ReadModelSource,
    @Inject(READ_MODELS) private readonly store: ReadModelStore,
    @Inject(RedisLife) private readonly life: RedisLife,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.outage = new OutageLog(logger, 'read models');
    this.task = new RepeatingTask(INTERVAL_MS, () => this.tick(), this.outage.failed.bind(this.outage));
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  /** Writes one streamer's model, or takes it away. While Redis is out of reach the next round catches up. */
  async publish(streamerId: string): Promise<void> {
    try {
      await this.write([streamerId]);
    } catch (error) {
      this.dueAt = 0;
      this.outage.failed(error);
    }
  }

  private async tick(): Promise<void> {
    const { incarnation } = this.life;
    const anew = incarnation !== this.incarnation;
    if (anew) this.written.clear();
    else if (performance.now() < this.dueAt) return;
    await this.compare(anew);
    this.incarnation = incarnation;
    this.dueAt = performance.now() + FULL_CHECK_MS;
    this.outage.succeeded();
  }

  private async compare(anew: boolean): Promise<void> {
    // Before the revisions: whoever has a model has been in the database by then.
    const stored = anew ? await using('redis', this.store.streamerIds()) : [];
    const revisions = await using('postgres', this.source.revisions());
    const changed = [...revisions].filter(([id, rev]) => this.written.get(id) !== rev).map(([id]) => id);
    const gone = [...new Set([...this.written.keys(), ...stored])].filter((id) => !revisions.has(id));
    const ids = [...changed, ...gone];
    for (let start = 0; start < ids.length; start += LOAD_BATCH) await this.write(ids.slice(start, start + LOAD_BATCH));
  }

  private async write(streamerIds: readonly string[]): Promise<void> {
    const models = await using('postgres', this.source.load(streamerIds));
    const found = new Set(models.map((model) => model.streamerId));
    const gone = streamerIds.filter((id) => !found.has(id));
    await using(
      'redis',
      inBatches(models, WRITE_WIDTH, async (model) => {
        await this.store.write(model);
        this.written.set(model.streamerId, model.rev);
      }),
    );
    await using(
      'redis',
      inBatches(gone, WRITE_WIDTH, async (id) => {
        await this.store.remove(id);
        this.written.delete(id);
      }),
    );
  }
}
