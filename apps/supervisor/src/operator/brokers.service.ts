import { Inject, Injectable } from '@nestjs/common';
import type { BrokerPage, BrokerQuery, BrokerView } from '#libs/contracts';
import {
  BadCursorError,
  brokerViewState,
  unownedBrokers,
  type AssignmentBacklog,
  type BrokerRecord,
  type BrokerSituation,
  type LogActivity,
  type StatusReader,
} from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { RedisLife } from '../placement/redis-life.js';
import { BACKLOG, SETTINGS, STATUS_READER, type SupervisorSettings } from '../supervisor.tokens.js';
import { brokerNotFound } from './broker-not-found.js';
import { toBrokerView } from './broker-view.js';
import { OperatorLook } from './operator-look.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const encode = (streamerId: string) => Buffer.from(streamerId).toString('base64url');

function decode(cursor: string): string {
  const streamerId = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!UUID.test(streamerId)) throw new BadCursorError('The cursor is not one of this list');
  return streamerId;
}

/** Brokers, as the operator sees them: from the last look of the placement loop, and what their logs tell. */
@Injectable()
export class BrokersService {
  constructor(
    @Inject(OperatorLook) private readonly look: OperatorLook,
    @Inject(STATUS_READER) private readonly logs: Pick<StatusReader, 'activities'>,
    @Inject(BACKLOG) private readonly backlog: AssignmentBacklog,
    @Inject(RedisLife) private readonly life: RedisLife,
    @Inject(SETTINGS) private readonly settings: SupervisorSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** In the order of ids. */
  async list({ limit, cursor, state, node }: BrokerQuery): Promise<BrokerPage> {
    const { brokers, owners } = this.look.latest;
    const after = cursor === undefined ? '' : decode(cursor);
    const matching = brokers
      .filter(({ streamerId }) => streamerId > after)
      .filter(({ streamerId }) => node === undefined || owners.get(streamerId)?.nodeId === node)
      .filter((broker) => state === undefined || brokerViewState(this.situation(broker, false)) === state)
      .toSorted((one, other) => (one.streamerId < other.streamerId ? -1 : 1));
    const page = matching.slice(0, limit);
    const last = page.at(-1);
    return {
      items: await this.views(page),
      nextCursor: matching.length > limit && last ? encode(last.streamerId) : null,
      seenAt: this.look.seenAt,
    };
  }

  /** Throws 404. */
  async find(streamerId: string): Promise<BrokerView> {
    const broker = this.look.latest.brokers.find((one) => one.streamerId === streamerId);
    const [view] = broker ? await this.views([broker]) : [];
    if (!view) throw brokerNotFound();
    return view;
  }

  private async views(brokers: readonly BrokerRecord[]): Promise<BrokerView[]> {
    const [activities, queued] = await Promise.all([this.activities(brokers), this.queued(brokers)]);
    return brokers.map((broker, index) =>
      toBrokerView(this.situation(broker, queued.has(broker.streamerId)), activities[index]),
    );
  }

  private situation(broker: BrokerRecord, queued: boolean): BrokerSituation {
    const { owners, statuses, nodes, unassignedSince } = this.look.latest;
    const { streamerId } = broker;
    const now = Date.now();
    return {
      ...{ broker, nodes, queued, now, holdUntil: now + this.life.holdMs },
      moveTimeoutMs: this.settings.placement.moveTimeoutMs,
      owner: owners.get(streamerId),
      status: statuses.get(streamerId),
      unassignedSince: unassignedSince.get(streamerId),
    };
  }

  /** The rest is known without Redis. */
  private async activities(brokers: readonly BrokerRecord[]): Promise<(LogActivity | undefined)[]> {
    try {
      return await this.logs.activities(brokers.map(({ streamerId }) => streamerId));
    } catch (err) {
      this.logger.debug({ err }, 'The activity of logs cannot be read');
      return [];
    }
  }

  private async queued(brokers: readonly BrokerRecord[]): Promise<ReadonlySet<string>> {
    try {
      return await this.backlog.waiting(unownedBrokers(brokers, this.look.latest.owners));
    } catch (err) {
      this.logger.debug({ err }, 'The queue of assignments cannot be read');
      return new Set();
    }
  }
}
