import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import type { AppendBatch, OpenResult, Owner } from '#libs/domain';
import { RedisEventLog } from '#libs/redis';
import { expectSameAnswers } from '../../libs/redis/test/lease-store.contract.js';
import { redisLeaseWorld } from '../../libs/redis/test/redis-lease-world.js';
import { chat } from '../support/live-events.js';
import { openTestRedis } from '../support/test-redis.js';
import { InMemoryEventLog, LogTable } from './support/in-memory-event-log.js';
import { inMemoryLeaseWorld } from './support/in-memory-lease-world.js';

const redis = openTestRedis();
const real = redisLeaseWorld();
const model = inMemoryLeaseWorld();
const logs = [new RedisEventLog(redis), new InMemoryEventLog(new LogTable(() => 0, model.table))] as const;
afterAll(async () => {
  await real.dispose();
  await redis.quit();
});

/** The model proves something about the product as far as its storage behaves like the scripts in Redis. */
describe('the storage of the model', () => {
  it('answers about leases as the scripts do', async () => {
    await expectSameAnswers(real, model, 150);
  });

  it.each([
    ['nobody', undefined, 'lease-missing'],
    ['the writer', { nodeId: 'a', generation: 2 }, 'appended'],
    ['a newer generation', { nodeId: 'b', generation: 3 }, 'lease-lost'],
    ['the same generation elsewhere', { nodeId: 'b', generation: 2 }, 'lease-lost'],
    ['an older generation', { nodeId: 'b', generation: 1 }, 'lease-missing'],
  ])('takes a write as the scripts do when the lease is held by %s', async (_who, holder, expected) => {
    const writer: Owner = { nodeId: 'a', generation: 2 };
    for (const [index, world] of [real, model].entries()) {
      const id = randomUUID();
      const log = logs[index]!;
      await world.store.acquire(id, writer);
      const { state } = (await log.open(id, writer)) as Extract<OpenResult, { outcome: 'opened' }>;
      await world.wipe(id);
      if (holder) await world.store.acquire(id, holder);
      const { position } = state;
      const batch: AppendBatch = { streamerId: id, owner: writer, position, day: '2026-11-23', entries: [] };
      const outcomes = [
        (await log.append({ ...batch, entries: [{ event: chat('c1') }] })).outcome,
        (await log.renewEpoch(id, writer, position, { session: 0, streaks: new Map() })).outcome,
      ];
      expect(outcomes).toEqual([expected, expected]);
      expect((await log.open(id, writer)).outcome).toBe(expected === 'appended' ? 'opened' : expected);
    }
  });
});
