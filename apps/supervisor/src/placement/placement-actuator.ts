import { Inject, Injectable } from '@nestjs/common';
import {
  type AssignAction,
  type AssignmentQueue,
  type BrokerRecord,
  type BrokerRepository,
  type EventLogEraser,
  type EventLogWriter,
  type FenceAction,
  type MoveAction,
  type MoveOffer,
  type MoveOffers,
  type LeaseStore,
  type PlacementPlan,
  type ReadModelStore,
  type StatusReader,
  isConnected,
} from '#libs/domain';
import { LOGGER, Metrics, type Counter, type Logger } from '#libs/observability';
import { BROKER_REPOSITORY } from '#libs/persistence';
import { inBatches } from '../in-batches.js';
import { using } from '../outage-log.js';
import { ASSIGNMENTS, LEASES, MOVE_OFFERS, READ_MODELS, STATUS_WRITER } from '../supervisor.tokens.js';
import { PlacementState } from './placement-state.js';
import { assignedStatus, fencedStatus } from './placement-status.js';

const WIDTH = 50;
/** Above every generation that there can be. */
const NO_GENERATION = Number.MAX_SAFE_INTEGER;

/** Carries out a plan. Each step can be repeated; what fails is planned again at the next tick. */
@Injectable()
export class PlacementActuator {
  /** Highest generation barred by this process for brokers that are switched off, by streamer. */
  readonly fenced = new Map<string, number>();
  /** To whom this process offered a broker last, by streamer. */
  readonly offered = new Map<string, MoveOffer>();
  private readonly assigned: Counter<'cause'>;

  constructor(
    @Inject(BROKER_REPOSITORY) private readonly brokers: BrokerRepository,
    @Inject(LEASES) private readonly leases: LeaseStore,
    @Inject(ASSIGNMENTS) private readonly queue: AssignmentQueue,
    @Inject(MOVE_OFFERS) private readonly offers: MoveOffers,
    @Inject(STATUS_WRITER)
    private readonly log: Pick<EventLogWriter, 'reportStatus'> & EventLogEraser & Pick<StatusReader, 'statuses'>,
    @Inject(READ_MODELS) private readonly readModels: ReadModelStore,
    @Inject(PlacementState) private readonly state: PlacementState,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.assigned = metrics.counter({
      name: 'streamshape_placement_assignments_total',
      help: 'Brokers given out to worker nodes',
      labelNames: ['cause'],
    });
  }

  async perform(plan: PlacementPlan, brokers: ReadonlyMap<string, BrokerRecord>): Promise<void> {
    await using(
      'redis',
      inBatches(plan.fence, WIDTH, (action) => this.fence(action, brokers)),
    );
    const won = await using('postgres', this.brokers.claimGenerations(this.claims(plan.assign)));
    const mine = plan.assign.filter((action) => won.has(action.streamerId));
    await using(
      'redis',
      inBatches(mine, WIDTH, (action) => this.giveOut(action, brokers.get(action.streamerId))),
    );
    await this.move(plan.move, brokers);
    await using('postgres', this.brokers.recordOwners(plan.sightings));
    await this.retire(plan.retired);
  }

  private claims(actions: readonly AssignAction[]) {
    return actions.map(({ streamerId, from, generation, cause }) => ({ streamerId, from, to: generation, cause }));
  }

  /** The owner goes on until the new one is ready: nobody is barred, and nobody is told of anything. */
  private async move(actions: readonly MoveAction[], brokers: ReadonlyMap<string, BrokerRecord>): Promise<void> {
    if (actions.length === 0) return;
    const claims = actions.map(({ streamerId, from, generation, cause }) => ({
      ...{ streamerId, from, to: generation, cause },
      ownerStays: true,
    }));
    const won = await using('postgres', this.brokers.claimGenerations(claims));
    const mine = actions.filter((action) => won.has(action.streamerId));
    await using(
      'redis',
      inBatches(mine, WIDTH, async ({ streamerId, generation, cause, leaving, to, live: wasLive }) => {
        const streamer = brokers.get(streamerId)?.streamer;
        if (!streamer) return;
        this.offered.set(streamerId, { to, generation });
        // What the plan knew may be a second old; a stream that began since must be heard without a gap too.
        const live = wasLive || isConnected((await this.log.statuses([streamerId]))[0]);
        await this.offers.offer(to, { streamerId, generation, ...streamer, move: true, live });
        this.assigned.inc({ cause });
        this.logger.info({ streamerId, generation, cause, from: leaving, to }, 'broker is moving');
      }),
    );
  }

  private async fence(action: FenceAction, brokers: ReadonlyMap<string, BrokerRecord>): Promise<void> {
    const { streamerId, generation, cause } = action;
    await this.leases.fence(streamerId, generation);
    const status = fencedStatus(cause, Date.now());
    if (status && brokers.get(streamerId)?.streamer) await this.log.reportStatus(streamerId, generation, status);
    if (cause === 'disabled') this.fenced.set(streamerId, generation);
    this.logger.info({ streamerId, generation, cause }, 'broker stopped');
  }

  /**
   * Gives out a generation that was claimed. The bar comes first: an owner of an older generation cannot come back
   * between claim and take-over.
   */
  async giveOut(action: AssignAction, broker: BrokerRecord | undefined): Promise<void> {
    if (!broker?.streamer) return;
    const { streamerId, generation, cause } = action;
    await this.leases.fence(streamerId, generation);
    await this.log.reportStatus(streamerId, generation, assignedStatus(cause, Date.now()));
    const live = this.state.liveStreamers.has(streamerId);
    await this.queue.assign({ streamerId, generation, ...broker.streamer, live });
    this.fenced.delete(streamerId);
    this.offered.delete(streamerId);
    this.assigned.inc({ cause });
    this.logger.info({ streamerId, generation, cause }, 'broker assigned');
  }

  private async retire(streamerIds: readonly string[]): Promise<void> {
    await using(
      'redis',
      inBatches(streamerIds, WIDTH, async (streamerId) => {
        await this.readModels.remove(streamerId);
        // An owner that has not noticed yet must not take the lease of somebody who is gone.
        await this.leases.fence(streamerId, NO_GENERATION);
        await this.log.forget(streamerId);
      }),
    );
    await using('postgres', this.brokers.purge(streamerIds));
    for (const streamerId of streamerIds) {
      this.fenced.delete(streamerId);
      this.offered.delete(streamerId);
    }
  }
}
