import { Inject, Injectable } from '@nestjs/common';
import { isAlertEvent, type ActivityPage, type ActivityQuery, type AlertState, type LiveEvent } from '#libs/contracts';
import type { EventLogHistory, LedgerReader } from '#libs/domain';
import { LEDGER_READER } from '#libs/persistence';
import { fromRedis } from '../http/from-redis.js';
import { KnownStreamers } from '../streamers/known-streamers.js';
import { LOG_HISTORY } from '../supervisor.tokens.js';
import { PastLimit, within } from '../streams/past-limit.js';
import { WidgetQueuesService } from '../widget-queues/widget-queues.service.js';
import { ActivityReader } from './activity-reader.js';

const UNAVAILABLE = 'What happened cannot be read at the moment. Try again in some seconds';
/** What is too much for most when nobody asks for it. */
const USUAL = ['gift', 'follow', 'subscribe', 'share'] as const;

/** What happened on stream, with what became of each alert. */
@Injectable()
export class ActivityService {
  private readonly reader: ActivityReader;

  constructor(
    @Inject(LOG_HISTORY) log: EventLogHistory,
    @Inject(LEDGER_READER) ledger: LedgerReader,
    @Inject(KnownStreamers) private readonly streamers: KnownStreamers,
    @Inject(WidgetQueuesService) private readonly queues: WidgetQueuesService,
    @Inject(PastLimit) private readonly limit: PastLimit,
  ) {
    const readBack: EventLogHistory['readBack'] = (...look) => fromRedis(UNAVAILABLE, () => log.readBack(...look));
    this.reader = new ActivityReader({ readBack }, ledger);
  }

  async page(streamerId: string, { types = [...USUAL], limit, cursor }: ActivityQuery): Promise<ActivityPage> {
    const since = await this.limit.since(await this.streamers.demand(streamerId));
    const page = await this.reader.page(streamerId, { types: new Set(types), limit, cursor });
    const { items: events, next } = within(page.events, page.nextCursor, since, ({ receivedAt }) => receivedAt);
    const states = await this.statesOf(streamerId, events);
    return { items: events.map((event) => ({ event, state: states.get(event.id) ?? null })), nextCursor: next };
  }

  /** By event, of those that are alerts and still stored as such. */
  private async statesOf(streamerId: string, events: readonly LiveEvent[]): Promise<Map<string, AlertState>> {
    if (!events.some(({ type }) => isAlertEvent(type))) return new Map();
    const address = { streamerId, type: 'alerts', instance: undefined };
    const { items } = await this.queues.alerts(address, Infinity);
    return new Map(items.map(({ event, state }) => [event.id, state]));
  }
}
