import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { learnHabits, type HabitStore, type LiveHabits, type StreamHistory, type StreamStarts } from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { STREAM_HISTORY } from '#libs/persistence';
import { OutageLog, using } from '../outage-log.js';
import { RepeatingTask } from '../repeating-task.js';
import { HABITS } from '../supervisor.tokens.js';

const INTERVAL_MS = 30_000;
/** Habits fade with time, zones change, and another supervisor may have written older ones. */
const ALL_EVERY_MS = 30 * 60_000;
/** The newest streams say enough, whatever their number. */
const STREAMS = 100;
/** A summary that was written a little late must not be passed over. */
const OVERLAP_MS = 10 * 60_000;

/** Learns when streamers usually go live, and keeps that where workers find it: soon after each stream, and after a wipe. */
@Injectable()
export class HabitKeeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: RepeatingTask;
  private readonly outage: OutageLog;
  private allAt = 0;
  private written = new Set<string>();

  constructor(
    @Inject(STREAM_HISTORY) private readonly history: StreamHistory,
    @Inject(HABITS) private readonly store: HabitStore,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.outage = new OutageLog(logger, 'usual hours');
    this.task = new RepeatingTask(INTERVAL_MS, () => this.keep(Date.now()), this.outage.failed.bind(this.outage));
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  /** One round. `now` in ms. */
  async keep(now: number): Promise<void> {
    const known = new Set(await using('redis', this.store.known()));
    const wiped = [...this.written].some((streamerId) => !known.has(streamerId));
    const all = wiped || now - this.allAt >= ALL_EVERY_MS;
    const streams = await using('postgres', this.history.starts(all ? 0 : now - OVERLAP_MS, STREAMS));
    const habits = new Map(streams.map((of) => [of.streamerId, learned(of, now)]));
    await using('redis', this.store.write(habits));
    if (all) {
      await using('redis', this.store.forget([...known].filter((streamerId) => !habits.has(streamerId))));
      this.written = new Set(habits.keys());
      this.allAt = now;
    } else {
      for (const streamerId of habits.keys()) this.written.add(streamerId);
    }
    this.outage.succeeded();
  }
}

function learned({ starts, timeZone }: StreamStarts, now: number): LiveHabits {
  return learnHabits(starts, timeZone, now);
}
