import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { BrokerMoveRepository } from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { BROKER_MOVE_REPOSITORY } from '#libs/persistence';
import { OutageLog, using } from '../outage-log.js';
import { RepeatingTask } from '../repeating-task.js';
import { SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';

const INTERVAL_MS = 60 * 60 * 1000;
const FOR_EVER_DAYS = 36_500;
const KEEP_PER_STREAMER = 200;

/** Keeps the record of moves within bounds. */
@Injectable()
export class MoveHistory implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: RepeatingTask;

  constructor(
    @Inject(BROKER_MOVE_REPOSITORY) private readonly moves: BrokerMoveRepository,
    @Inject(SETTINGS) settings: SupervisorSettings,
    @Inject(LOGGER) logger: Logger,
  ) {
    const outage = new OutageLog(logger, 'move history');
    const prune = async () => {
      await using(
        'postgres',
        this.moves.prune({
          keepDays: settings.retention.movesDays || FOR_EVER_DAYS,
          keepPerStreamer: KEEP_PER_STREAMER,
        }),
      );
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
