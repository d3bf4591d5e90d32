import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { UploadRepository, UploadStore } from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { UPLOAD_REPOSITORY } from '#libs/persistence';
import { OutageLog } from '../outage-log.js';
import { RepeatingTask } from '../repeating-task.js';
import { UPLOAD_STORE } from '../supervisor.tokens.js';

const INTERVAL_MS = 3_600_000;
/** A file is there before its row: younger ones are left alone. */
const GRACE_MS = 3_600_000;
const BATCH = 500;

/** Removes files that no row names: of streamers who are gone, and of uploads that were cut off by a crash. */
@Injectable()
export class UploadSweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: RepeatingTask;

  constructor(
    @Inject(UPLOAD_REPOSITORY) private readonly rows: UploadRepository,
    @Inject(UPLOAD_STORE) private readonly files: UploadStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const outage = new OutageLog(logger, 'uploads');
    this.task = new RepeatingTask(
      INTERVAL_MS,
      async () => {
        await this.sweep(GRACE_MS);
        outage.succeeded();
      },
      (error) => outage.failed(error),
    );
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  /** Answers with how many files went. */
  async sweep(olderThanMs: number): Promise<number> {
    let removed = 0;
    let batch: string[] = [];
    for await (const id of this.files.list(olderThanMs)) {
      batch.push(id);
      if (batch.length < BATCH) continue;
      removed += await this.removeUnknown(batch);
      batch = [];
    }
    removed += await this.removeUnknown(batch);
    if (removed > 0) this.logger.info({ removed }, 'Files of uploads that nobody has were removed');
    return removed;
  }

  private async removeUnknown(ids: readonly string[]): Promise<number> {
    if (ids.length === 0) return 0;
    const known = await this.rows.known(ids);
    const unknown = ids.filter((id) => !known.has(id));
    for (const id of unknown) await this.files.remove(id);
    return unknown.length;
  }
}
