import { Inject, Injectable } from '@nestjs/common';
import type { BrokerObservation } from '#libs/domain';
import { ProblemError } from '../http/problem.js';
import { PlacementState } from '../placement/placement-state.js';

/** What the placement loop saw last. While it cannot see, that is what there is: answers say when it was seen. */
@Injectable()
export class OperatorLook {
  constructor(@Inject(PlacementState) private readonly state: PlacementState) {}

  /** Throws the 503 of a supervisor that has not looked yet. */
  get latest(): BrokerObservation {
    const { latest } = this.state;
    if (latest) return latest;
    const detail = 'The supervisor has not looked at the cluster yet: it waits for PostgreSQL or Redis. Try again';
    throw new ProblemError(503, 'PLACEMENT.NOT_SEEN_YET', detail, undefined, { 'retry-after': '1' });
  }

  get seenAt(): string {
    return new Date(this.latest.now).toISOString();
  }
}
