// The worker's own batcher and the Redis adapter, as they ship; the broker actor around them only feeds the batcher.
import { AppendBatcher } from '../../../dist/apps/worker/src/actor/append-batcher.js';
import { Backlog } from '../../../dist/apps/worker/src/actor/backlog.js';
import { createRedis, RedisEventLog, RedisLeaseStore } from '../../../dist/libs/redis/src/index.js';
import { serveBroker } from './serve-broker.mjs';

const LEASE = { ttlMs: 5000, renewMs: 1000 };
const NODE = 'bench-worker';

serveBroker(async ({ redisUrl, streamerIds }) => {
  const redis = createRedis({ kind: 'single', url: redisUrl }, 'worker');
  const log = new RedisEventLog(redis);
  const leases = new RedisLeaseStore(redis, LEASE);
  const owner = { nodeId: NODE, generation: 1 };
  const counts = { accepted: 0, refused: 0, dropped: 0, calls: 0, seconds: 0, errors: 0, lost: 0 };
  const backlog = new Backlog();
  const batchers = await Promise.all(
    streamerIds.map(async (streamerId) => {
      await leases.acquire(streamerId, owner);
      const { state } = await log.open(streamerId, owner);
      return new AppendBatcher({
        streamerId,
        owner,
        position: state.position,
        log,
        today: () => '2026-11-23',
        now: Date.now,
        backlog,
        resumption: () => ({ session: 1, streaks: new Map() }),
        rebase: (_stored, waiting) => [...waiting],
        reacquire: async () => false,
        onLost: () => (counts.lost += 1),
        onAppended(accepted, refused, seconds) {
          counts.accepted += accepted;
          counts.refused += refused;
          counts.calls += 1;
          counts.seconds += seconds;
        },
        onDropped: (count) => (counts.dropped += count),
        onError: () => (counts.errors += 1),
      });
    }),
  );
  const held = streamerIds.map((streamerId) => ({ streamerId, generation: owner.generation }));
  setInterval(() => void leases.renew(NODE, held).catch(() => (counts.errors += 1)), LEASE.renewMs).unref();
  return {
    emit: (streamer, event) => batchers[streamer].add([{ event }]),
    figures: () => ({ append: { ...counts, meanMs: (counts.seconds / counts.calls) * 1000 } }),
  };
});
