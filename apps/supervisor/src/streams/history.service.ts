import { Inject, Injectable } from '@nestjs/common';
import type { PastStreamDetail, PastStreamPage, StreamChart } from '#libs/contracts';
import type {
  ArchivedStream,
  ProjectionReading,
  ProjectionStore,
  StreamArchive,
  StreamMoment,
  StreamerRecord,
} from '#libs/domain';
import { STREAM_ARCHIVE } from '#libs/persistence';
import { fromRedis } from '../http/from-redis.js';
import { ProblemError } from '../http/problem.js';
import { KnownStreamers } from '../streamers/known-streamers.js';
import { PROJECTIONS } from '../supervisor.tokens.js';
import { PastLimit, within } from './past-limit.js';
import { SAMPLE_MS, sampleOf } from './sample-of.js';
import { toChart, toPastStream } from './streams-view.js';

const UNAVAILABLE = 'The stream in progress cannot be read at the moment. Try again in some seconds';
/** A chart has no more pixels to show them. */
const MOST_SAMPLES = 720;
const TOP_GIFTERS = 20;
/** A stream whose start nobody knows is shown from then on. */
const LOOK_BACK_MS = 24 * 60 * 60 * 1000;

/** How streams went. */
@Injectable()
export class HistoryService {
  constructor(
    @Inject(KnownStreamers) private readonly streamers: KnownStreamers,
    @Inject(PROJECTIONS) private readonly projections: ProjectionStore,
    @Inject(STREAM_ARCHIVE) private readonly archive: StreamArchive,
    @Inject(PastLimit) private readonly limit: PastLimit,
  ) {}

  /** Of the stream in progress, else of the last one. */
  async chart(streamerId: string): Promise<StreamChart> {
    const since = await this.limit.since(await this.streamers.demand(streamerId));
    const [reading] = await fromRedis(UNAVAILABLE, () => this.projections.read([streamerId]));
    const { items } = await this.archive.page(streamerId, { limit: 1 });
    const [last] = items;
    if (reading?.roomId !== undefined) return await this.present(streamerId, reading.roomId, reading, last);
    return last && last.endedAt >= since
      ? await this.past(streamerId, last)
      : toChart({ stepMs: SAMPLE_MS, samples: [] }, []);
  }

  async page(streamerId: string, limit: number, cursor: string | undefined): Promise<PastStreamPage> {
    const since = await this.limit.since(await this.streamers.demand(streamerId));
    const page = await this.archive.page(streamerId, { limit, cursor });
    const { items, next } = within(page.items, page.next ?? null, since, ({ endedAt }) => endedAt);
    return { items: items.map(toPastStream), nextCursor: next };
  }

  async detail(streamerId: string, streamId: string): Promise<PastStreamDetail> {
    const { stream } = await this.find(streamerId, streamId);
    const chart = await this.past(streamerId, stream);
    const topGifters = await this.archive.topGifters(streamerId, stream, TOP_GIFTERS);
    return { ...toPastStream(stream), chart, topGifters };
  }

  /** Throws the 404 of a stream that is not there. */
  async find(streamerId: string, streamId: string): Promise<{ streamer: StreamerRecord; stream: ArchivedStream }> {
    const streamer = await this.streamers.demand(streamerId);
    const stream = await this.archive.find(streamerId, streamId);
    if (stream === undefined) throw new ProblemError(404, 'STREAM.NOT_FOUND', 'There is no such past stream');
    if (stream.endedAt < (await this.limit.since(streamer))) {
      throw new ProblemError(404, 'STREAM.TOO_OLD', 'This stream is older than what the plan shows');
    }
    return { streamer, stream };
  }

  private async past(streamerId: string, { startedAt, endedAt: to }: ArchivedStream): Promise<StreamChart> {
    const from = startedAt ?? to - LOOK_BACK_MS;
    const chart = await this.archive.chart(streamerId, { from, to }, MOST_SAMPLES);
    return toChart(chart, await this.archive.gaps(streamerId, { from, to }));
  }

  private async present(
    streamerId: string,
    room: string,
    reading: ProjectionReading,
    last: ArchivedStream | undefined,
  ): Promise<StreamChart> {
    const { at: to, gapFrom } = reading;
    const startedAt = await this.archive.startOf(streamerId, room);
    const from = startedAt ?? Math.max(to - LOOK_BACK_MS, last?.endedAt ?? 0);
    const { stepMs, samples } = await this.archive.chart(streamerId, { from, to }, MOST_SAMPLES);
    const gaps = await this.archive.gaps(streamerId, { from, to });
    const open = gapFrom === undefined ? [] : [{ from: gapFrom, to: null }];
    return toChart({ stepMs, samples: upTo(samples, sampleOf(streamerId, reading)) }, [...gaps, ...open]);
  }
}

/** The present minute as it is now, whatever was kept of it. */
function upTo(samples: readonly StreamMoment[], present: StreamMoment | undefined): StreamMoment[] {
  if (present === undefined) return [...samples];
  return [...samples.filter(({ at }) => at < present.at), present];
}
