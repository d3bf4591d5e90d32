/**
 * How many events a second the append carries with everything that it derives, in batches of several sizes, beside a
 * bare XADD of the same bytes in the same run: the ratio is what to keep, the absolute figures belong to this machine. A
 * third column has every append traced, each entry from a frame of its own, with a collector that takes all of it.
 * REDIS_URL names a Redis of its own: what it puts aside for the ledger stays there. Run it on a build:
 * node bench/append.mjs
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { Redis } from 'ioredis';
import { TracedEventLog } from '../dist/apps/worker/src/tracing/traced-event-log.js';
import { createRedis, RedisEventLog, RedisLeaseStore } from '../dist/libs/redis/src/index.js';
import { openTracing } from '../dist/libs/tracing/src/index.js';

const url = process.env.REDIS_URL;
if (!url) throw new Error('REDIS_URL is missing: the address of a Redis that this benchmark may write to');
const redis = createRedis({ kind: 'single', url }, 'bench');
const bare = new Redis(url);
const log = new RedisEventLog(redis);
const leases = new RedisLeaseStore(redis, { ttlMs: 600_000 });
const collector = createServer((request, response) => request.resume().on('end', () => response.end('{}')));
await new Promise((resolve) => collector.listen(0, '127.0.0.1', resolve));
const tracing = await openTracing({
  ...{ url: `http://127.0.0.1:${collector.address().port}/v1/traces`, headers: {} },
  ...{ ratio: 1, service: 'bench', version: '0' },
});
const traced = new TracedEventLog(log, tracing.tracer);
const SECONDS = 2;
const STREAMERS = 16;

const user = (n) => {
  const id = String(7_000_000_000 + (n % 500));
  return { id, handle: `viewer${id}`, name: `Viewer ${id}`, moderator: false, subscriber: false, follower: true };
};
const common = (n) => ({
  id: `x:${n}:${randomUUID().slice(0, 8)}`,
  at: Date.now(),
  receivedAt: Date.now(),
  user: user(n),
});
/** Half chat, a quarter likes, the rest gifts and follows. */
function event(n) {
  if (n % 8 < 4) return { type: 'chat', ...common(n), text: 'hello from the back of the room', emotes: [] };
  if (n % 8 < 6) return { type: 'like', ...common(n), count: 5, total: n };
  if (n % 8 === 6) return { type: 'follow', ...common(n) };
  const gift = { id: '5655', name: 'Rose', coins: 1 };
  return { type: 'gift', ...common(n), gift, count: 1, total: 1, coins: 1 };
}

async function openLogs() {
  return await Promise.all(
    Array.from({ length: STREAMERS }, async () => {
      const streamerId = randomUUID();
      const owner = { nodeId: 'bench', generation: 1 };
      await leases.acquire(streamerId, owner);
      const opened = await log.open(streamerId, owner);
      return { streamerId, owner, position: opened.state.position };
    }),
  );
}

/** One lane per streamer, as in a worker: the next batch goes when the one before is in. Gives events a second. */
async function measure(size, append) {
  const lanes = await openLogs();
  let serial = 0;
  let done = 0;
  const end = performance.now() + SECONDS * 1000;
  const startedAt = performance.now();
  await Promise.all(
    lanes.map(async (lane) => {
      while (performance.now() < end) {
        const entries = Array.from({ length: size }, () => ({ event: event(serial++) }));
        await append(lane, entries);
        done += size;
      }
    }),
  );
  await Promise.all(lanes.map(({ streamerId }) => log.forget(streamerId)));
  return done / ((performance.now() - startedAt) / 1000);
}

async function whole(lane, entries, writer = log) {
  const { streamerId, owner, position } = lane;
  const result = await writer.append({ streamerId, owner, position, day: '2026-11-23', entries });
  if (result.outcome !== 'appended') throw new Error(result.outcome);
  lane.position = result.position;
}

/** As a worker does with tracing on: a span for each frame, one for the append. */
async function wholeTraced(lane, entries) {
  const frames = entries.map(() => tracing.tracer.start('tiktok frame'));
  await whole(
    lane,
    entries.map((entry, at) => ({ ...entry, trace: frames[at].context })),
    traced,
  );
  for (const frame of frames) frame.end();
}

async function bareXadd({ streamerId }, entries) {
  const pipeline = bare.pipeline();
  for (const { event: one } of entries)
    pipeline.xadd(`bench:${streamerId}`, 'MAXLEN', '~', 5000, '*', 'e', JSON.stringify(one));
  pipeline.expire(`bench:${streamerId}`, 60);
  await pipeline.exec();
}

const rows = [];
for (const size of [1, 10, 50, 100, 200]) {
  const rounds = [];
  for (let round = 0; round < 3; round++) {
    rounds.push([await measure(size, whole), await measure(size, bareXadd), await measure(size, wholeTraced)]);
  }
  const middle = (index) => rounds.map((round) => round[index]).toSorted((a, b) => a - b)[1];
  rows.push({
    'batch size': size,
    'append, events/s': Math.round(middle(0)),
    'bare XADD, events/s': Math.round(middle(1)),
    ratio: Number((middle(0) / middle(1)).toFixed(2)),
    'traced, events/s': Math.round(middle(2)),
    'traced to append': Number((middle(2) / middle(0)).toFixed(2)),
  });
}
console.table(rows);
redis.disconnect();
bare.disconnect();
await tracing.close();
collector.close();
