import { Inject, Injectable } from '@nestjs/common';
import type { OpenPages, Overview } from '#libs/contracts';
import {
  calendarDay,
  shownTotals,
  type PagePresence,
  type ProjectionReading,
  type ProjectionStore,
  type StatusReader,
  type StreamArchive,
} from '#libs/domain';
import { STREAM_ARCHIVE } from '#libs/persistence';
import { fromRedis } from '../http/from-redis.js';
import { KnownStreamers } from '../streamers/known-streamers.js';
import { toStreamer } from '../streamers/streamer-view.js';
import { PAGE_PRESENCE, PROJECTIONS, STATUS_READER } from '../supervisor.tokens.js';
import { toGap } from './streams-view.js';

const UNAVAILABLE = 'What happens now cannot be read at the moment. Try again in some seconds';
const DAY_MS = 24 * 60 * 60 * 1000;

const iso = (ms: number) => new Date(ms).toISOString();

/** What a streamer looks at first: whether it works, and what it counts. */
@Injectable()
export class OverviewService {
  constructor(
    @Inject(KnownStreamers) private readonly streamers: KnownStreamers,
    @Inject(STATUS_READER) private readonly statuses: StatusReader,
    @Inject(PROJECTIONS) private readonly projections: ProjectionStore,
    @Inject(PAGE_PRESENCE) private readonly presence: PagePresence,
    @Inject(STREAM_ARCHIVE) private readonly archive: StreamArchive,
  ) {}

  async overview(streamerId: string): Promise<Overview> {
    const streamer = await this.streamers.demand(streamerId);
    const [[status], [activity], [reading], pages] = await fromRedis(UNAVAILABLE, () =>
      Promise.all([
        this.statuses.statuses([streamerId]),
        this.statuses.activities([streamerId]),
        this.projections.read([streamerId]),
        this.presence.openPages(streamerId),
      ]),
    );
    const room = reading?.roomId;
    const startedAt = room === undefined ? undefined : await this.archive.startOf(streamerId, room);
    const lastEventAt = activity?.lastEventAt;
    return {
      source: toStreamer(streamer, status).broker.status,
      stream: room === undefined ? null : { id: room, startedAt: startedAt === undefined ? null : iso(startedAt) },
      gaps: await this.gaps(streamerId, startedAt, reading?.gapFrom),
      totals: totalsOf(reading, streamer.timeZone),
      viewers: (room === undefined ? undefined : reading?.viewers) ?? null,
      lastEventAt: lastEventAt === undefined ? null : iso(lastEventAt),
      pages,
    };
  }

  async pages(streamerId: string): Promise<OpenPages[]> {
    await this.streamers.demand(streamerId);
    return await fromRedis(UNAVAILABLE, () => this.presence.openPages(streamerId));
  }

  private async gaps(streamerId: string, startedAt: number | undefined, openFrom: number | undefined) {
    const now = Date.now();
    const gaps = await this.archive.gaps(streamerId, { from: startedAt ?? now - DAY_MS, to: now });
    return [...gaps, ...(openFrom === undefined ? [] : [{ from: openFrom, to: null }])].map(toGap);
  }
}

function totalsOf(reading: ProjectionReading | undefined, zone: string): Overview['totals'] {
  if (reading === undefined) return shownTotals({}, '', { day: '', counts: {} }, '');
  const { counted, day, before, at } = reading;
  return shownTotals(counted, day, before, calendarDay(zone)(at));
}
