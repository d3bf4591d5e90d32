import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { ProjectionReading, StoredSample, StreamSamples } from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { STREAM_SAMPLES } from '#libs/persistence';
import { OutageLog, using } from '../outage-log.js';
import { RepeatingTask } from '../repeating-task.js';
import { SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';
import { minuteOf, SAMPLE_MS, sampleOf } from './sample-of.js';

const PRUNE_MS = 60 * 60 * 1000;

/**
 * Keeps a minute of each stream in progress: the first reading of it, and the last one of a stream that was seen to end.
 * Several supervisors may do so; a minute that none of them saw is missing in the chart.
 */
@Injectable()
export class SampleKeeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: RepeatingTask;
  private readonly outage: OutageLog;
  /** What is kept of the present minute, by streamer with a stream in progress. */
  private readonly live = new Map<string, { at: number; latest: StoredSample }>();

  constructor(
    @Inject(STREAM_SAMPLES) private readonly samples: StreamSamples,
    @Inject(SETTINGS) private readonly settings: SupervisorSettings,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.outage = new OutageLog(logger, 'old samples of streams');
    this.task = new RepeatingTask(PRUNE_MS, () => this.prune(), this.outage.failed.bind(this.outage));
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  /** Looks at what is counted now. Rejects when a minute cannot be kept; the next look tries again. */
  async look(readings: readonly { streamerId: string; reading: ProjectionReading | undefined }[]): Promise<void> {
    const due = readings.flatMap(({ streamerId, reading }) => this.dueOf(streamerId, reading) ?? []);
    await using('postgres', this.samples.save(due));
    for (const { streamerId, at } of due) {
      const known = this.live.get(streamerId);
      if (known) known.at = at;
    }
    for (const { streamerId, reading } of readings) {
      if (reading !== undefined && reading.roomId === undefined) this.live.delete(streamerId);
    }
  }

  /** Streamers who are gone. */
  forgetAllBut(streamerIds: ReadonlySet<string>): void {
    for (const id of [...this.live.keys()].filter((known) => !streamerIds.has(known))) this.live.delete(id);
  }

  private dueOf(streamerId: string, reading: ProjectionReading | undefined): StoredSample | undefined {
    const known = this.live.get(streamerId);
    const sample = reading && sampleOf(streamerId, reading);
    if (reading !== undefined && reading.roomId === undefined) return known && this.lastOf(known.latest, reading);
    if (sample === undefined) return undefined;
    this.live.set(streamerId, { at: known?.at ?? 0, latest: sample });
    return known === undefined || known.at < sample.at ? sample : undefined;
  }

  /** A stream that is over counts no more, so what is counted now is how it ended. */
  private lastOf(latest: StoredSample, reading: ProjectionReading): StoredSample {
    const counted = minuteOf(latest.streamerId, reading) ?? latest;
    return { ...counted, viewers: latest.viewers, at: Math.min(counted.at, latest.at + SAMPLE_MS) };
  }

  private async prune(): Promise<void> {
    await using('postgres', this.samples.prune(this.settings.streams.sampleDays));
    this.outage.succeeded();
  }
}
