import { z } from 'zod';
import { openPagesSchema, type OpenPages } from '#libs/contracts';
import type { PagePresence, PagePresenceWriter, PresenceReport } from '#libs/domain';
import type { RedisConnection } from '../connection.js';
import { shardOf, shardTags, streamerBase } from '../keys.js';
import { LuaScript } from '../lua-script.js';

const report = new LuaScript(new URL('./report-pages.lua', import.meta.url));
const read = new LuaScript(new URL('./open-pages.lua', import.meta.url));
const TAGS = shardTags();
/** Streamers of one call: a thousand would hold Redis up. */
const PER_CALL = 100;
const reportSchema = z.array(openPagesSchema);

/** A gateway that was killed is believed for this long. */
const TTL_MS = 25_000;

/** Open pages in one hash for each streamer, with a field for each gateway. */
export class RedisPagePresence implements PagePresence, PagePresenceWriter {
  constructor(
    private readonly redis: RedisConnection,
    private readonly options: { ttlMs: number } = { ttlMs: TTL_MS },
  ) {}

  async report(gatewayId: string, reports: readonly PresenceReport[]): Promise<void> {
    const shards = Map.groupBy(reports, ({ streamerId }) => shardOf(streamerId));
    const calls = [...shards].flatMap(([shard, own]) => inPieces(own).map((piece) => ({ tag: TAGS[shard]!, piece })));
    await Promise.all(
      calls.map(({ tag, piece }) => {
        const said = piece.flatMap(({ streamerId, pages }) => [streamerId, pages.length ? JSON.stringify(pages) : '']);
        return report.run(this.redis, [tag], [gatewayId, this.options.ttlMs, ...said]);
      }),
    );
  }

  async openPages(streamerId: string): Promise<OpenPages[]> {
    const said = (await read.run(this.redis, [streamerBase(streamerId)], [])) as string[];
    // A gateway of another version may say what this one does not understand: its pages are not counted.
    return added(said.flatMap((text) => reportSchema.safeParse(JSON.parse(text)).data ?? []));
  }
}

function inPieces(reports: readonly PresenceReport[]): PresenceReport[][] {
  const starts = Array.from({ length: Math.ceil(reports.length / PER_CALL) }, (_, index) => index * PER_CALL);
  return starts.map((start) => reports.slice(start, start + PER_CALL));
}

/** One entry for each widget, whichever gateways its pages are on. */
function added(all: readonly OpenPages[]): OpenPages[] {
  const sums = new Map<string, OpenPages>();
  for (const one of all) {
    const name = `${one.widget.type} ${one.widget.id}`;
    const known = sums.get(name);
    const since = known && known.since < one.since ? known.since : one.since;
    const { pages, obs } = known ?? { pages: 0, obs: 0 };
    sums.set(name, { widget: one.widget, pages: pages + one.pages, obs: obs + one.obs, since });
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}
