import { Injectable } from '@nestjs/common';
import type { SourceStatus } from '#libs/contracts';
import { lastKnownLive, trackUnconnected, type BrokerObservation } from '#libs/domain';
import { NotYetError } from '#libs/observability';

/** What the placement loop saw last, for whoever asks. */
@Injectable()
export class PlacementState {
  private observed: BrokerObservation | undefined;
  private completed: number | undefined;
  private statuses: ReadonlyMap<string, SourceStatus> = new Map();
  private live: ReadonlySet<string> = new Set();
  private unconnectedSince: ReadonlyMap<string, number> = new Map();

  /** Absent before the first complete look. `now` is when it was taken. */
  get latest(): BrokerObservation | undefined {
    return this.observed;
  }

  /** Rejects before the first complete look. Never again after it: how old a look may be is for others to judge. */
  async assertLooked(): Promise<void> {
    if (!this.observed) throw new NotYetError('The cluster has not been looked at yet');
  }

  /** When a round ended well last, by `performance.now()`; absent before the first. */
  get completedAt(): number | undefined {
    return this.completed;
  }

  /** Of owned brokers. */
  get sourceStatuses(): ReadonlyMap<string, SourceStatus> {
    return this.statuses;
  }

  /** Live when they were last heard of, also after their owner was lost. */
  get liveStreamers(): ReadonlySet<string> {
    return this.live;
  }

  /** Statuses of owned brokers; those of others say nothing any more. `known`: everyone who is to be served. */
  noteStatuses(
    statuses: ReadonlyMap<string, SourceStatus>,
    { known, now }: { known: ReadonlySet<string>; now: number },
  ): void {
    this.statuses = statuses;
    this.live = lastKnownLive(this.live, statuses, known);
    this.unconnectedSince = trackUnconnected(this.unconnectedSince, statuses, now);
  }

  /** A round ended well, all that it decided done. */
  noteCompleted(): void {
    this.completed = performance.now();
  }

  note(observation: Omit<BrokerObservation, 'statuses' | 'unconnectedSince'>): void {
    this.observed = { ...observation, statuses: this.statuses, unconnectedSince: this.unconnectedSince };
  }
}
