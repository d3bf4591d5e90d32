import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { liveEventSchema, streamerWithKeySchema } from '#libs/contracts';
import { createRedis, RedisEventLog, RedisLeaseStore } from '#libs/redis';
import { testEnvironment } from '../../../../test/support/services/test-environment.js';
import { TestRedis } from '../../../../test/support/services/test-redis.js';
import { TestSupervisor } from '../../test/test-supervisor.js';

let redis: TestRedis;
let supervisor: TestSupervisor;

beforeAll(async () => {
  redis = await TestRedis.start();
  supervisor = await TestSupervisor.start({ postgresUrl: testEnvironment.databaseUrl(), redisUrl: redis.url });
});
afterAll(async () => {
  await supervisor[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
});

it('keeps in PostgreSQL what the event log puts aside, once', async () => {
  const response = await supervisor.call('POST', '/api/v1/streamers', { handle: 'ledger' });
  const { id: streamerId } = streamerWithKeySchema.parse(await response.json());
  const connection = createRedis({ kind: 'single', url: redis.url }, 'test');
  const owner = { nodeId: 'w1', generation: 1000 };
  await new RedisLeaseStore(connection, { ttlMs: 60_000 }).acquire(streamerId, owner);
  const log = new RedisEventLog(connection);
  const opened = await log.open(streamerId, owner);
  if (opened.outcome !== 'opened') throw new Error(`The log answered ${opened.outcome}`);
  const { position } = opened.state;
  const user = { id: '7', handle: 'v', name: 'V', moderator: false, subscriber: false, follower: true };
  const common = { at: 1_700_000_000_000, receivedAt: 1_700_000_000_001, user };
  const gift = { id: '5655', name: 'Rose', coins: 1 };
  const rose = liveEventSchema.parse({ type: 'gift', id: 'g1', ...common, gift, count: 3, total: 3, coins: 3 });
  const follow = liveEventSchema.parse({ type: 'follow', id: 'f1', ...common });
  const batch = { streamerId, owner, position, day: '2023-11-14', entries: [{ event: rose }, { event: follow }] };
  expect(await log.append(batch)).toMatchObject({ outcome: 'appended', accepted: 2 });

  const rows = () =>
    supervisor.database.database
      .unitOfWork()
      .execute('select event_id, type, coins::int, count::int, log_offset::int from ledger_event order by event_id');
  await vi.waitFor(async () => expect(await rows()).toHaveLength(2), 5000);
  expect(await rows()).toEqual([
    { event_id: 'f1', type: 'follow', coins: null, count: null, log_offset: 2 },
    { event_id: 'g1', type: 'gift', coins: 3, count: 3, log_offset: 1 },
  ]);
  connection.disconnect();
});
