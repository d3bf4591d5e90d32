import { Inject, Injectable } from '@nestjs/common';
import { summariseBrokers, UNASSIGNED_LIMIT_MS, type HeartbeatPart } from '#libs/domain';
import { CanaryWatch } from '../canary/canary-watch.js';
import { PlacementState } from '../placement/placement-state.js';
import { SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';

/** A round of the placement loop that has not ended by then has not ended in time. */
export const ROUND_LIMIT_MS = 10_000;

/** Looks at what can be looked at whenever one wants to know. Absent: nothing is known. */
@Injectable()
export class LevelChecks {
  private readonly startedAt = performance.now();

  constructor(
    @Inject(PlacementState) private readonly placement: PlacementState,
    @Inject(CanaryWatch) private readonly canary: Pick<CanaryWatch, 'report'>,
    @Inject(SETTINGS) private readonly settings: SupervisorSettings,
  ) {}

  look(now = performance.now()): Partial<Record<HeartbeatPart, boolean>> {
    const supervisor = this.supervisor(now);
    const workers = supervisor ? this.workers() : undefined;
    const canary = this.canaryArrives();
    return {
      ...(supervisor === undefined ? {} : { supervisor }),
      ...(workers === undefined ? {} : { workers }),
      ...(canary === undefined ? {} : { canary }),
    };
  }

  /** Whether the last round that ended well is recent. A process that has just begun has time for its first one. */
  private supervisor(now: number): boolean | undefined {
    const last = this.placement.completedAt;
    if (last === undefined) return now - this.startedAt < ROUND_LIMIT_MS ? undefined : false;
    return now - last < ROUND_LIMIT_MS;
  }

  /** Whether there are enough of them, and nobody waits for one in vain. */
  private workers(): boolean | undefined {
    const { latest } = this.placement;
    if (!latest) return undefined;
    const { brokers } = summariseBrokers({ ...latest, now: Date.now() });
    const waits = brokers.unassigned > 0 && brokers.oldestUnassignedSeconds * 1000 >= UNASSIGNED_LIMIT_MS;
    return latest.nodes.length >= this.settings.heartbeats.workers && !waits;
  }

  /** Whether the events of any canary room reach a page. One room that is not live is no failure of ours. */
  private canaryArrives(): boolean | undefined {
    const canaries = this.canary.report();
    if (canaries.some(({ state, lastEventAt }) => state !== 'silent' && lastEventAt !== null)) return true;
    return canaries.length > 0 && canaries.every(({ state }) => state === 'silent') ? false : undefined;
  }
}
