import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { BrokerMoveRepository } from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { BROKER_MOVE_REPOSITORY } from '#libs/persistence';
import { OutageLog, using } from '../outage-log.js';
import { RepeatingTask } from '../repeating-task.js';

const INTERVAL_MS = 60 * 60 * 1000;
const KEEP = { keepDays: 30, keepPerStreamer: 200 };

/** Keeps the record of moves within bounds. */
@Injectable()
export class MoveHistory implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: RepeatingTask;

  constructor(
    @Inject(BROKER_MOVE_REPOSITORY) private readonly moves: BrokerMoveRepository,
    @Inject(LOGGER) logger: Logger,
  ) {
    const outage = new OutageLog(logger, 'move history');
    const prune = async () => {
      await using('postgres', this.moves.prune(KEEP));
      outage.succeeded();
    };
    this.task = new RepeatingTask(INTERVAL_MS, prune, outage.failed.bind(outage));
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }
}
