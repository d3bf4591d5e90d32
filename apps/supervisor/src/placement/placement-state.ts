import { Injectable } from '@nestjs/common';
import type { SourceStatus } from '#libs/contracts';
import { trackUnconnected, type BrokerObservation } from '#libs/domain';

/** What the placement loop saw last, for whoever asks. */
@Injectable()
export class PlacementState {
  private observed: BrokerObservation | undefined;
  private statuses: ReadonlyMap<string, SourceStatus> = new Map();
  private unconnectedSince: ReadonlyMap<string, number> = new Map();

  /** Absent before the first complete look. `now` is when it was taken. */
  get latest(): BrokerObservation | undefined {
    return this.observed;
  }

  get liveStreamers(): ReadonlySet<string> {
    return new Set([...this.statuses].filter(([, status]) => status.state === 'live').map(([id]) => id));
  }

  /** Statuses of owned brokers; those of others say nothing any more. */
  noteStatuses(statuses: ReadonlyMap<string, SourceStatus>, now: number): void {
    this.statuses = statuses;
    this.unconnectedSince = trackUnconnected(this.unconnectedSince, statuses, now);
  }

  note(observation: Omit<BrokerObservation, 'statuses' | 'unconnectedSince'>): void {
    this.observed = { ...observation, statuses: this.statuses, unconnectedSince: this.unconnectedSince };
  }
}
