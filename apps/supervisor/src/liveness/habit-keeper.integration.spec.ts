import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isUsualTime } from '#libs/domain';
import { createLogger } from '#libs/observability';
import { PostgresStreamerRepository, PostgresStreamHistory } from '#libs/persistence';
import { RedisHabitStore, RedisLivenessBudget } from '#libs/redis';
import { TemporaryDatabase } from '../../../../libs/persistence/test/temporary-database.js';
import { testEnvironment } from '../../../../test/support/services/test-environment.js';
import { openTestRedis } from '../../../../test/support/test-redis.js';
import { HabitKeeper } from './habit-keeper.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const redis = openTestRedis();
const name = randomUUID();
let temporary: TemporaryDatabase;
let keeper: HabitKeeper;

beforeAll(async () => {
  temporary = await TemporaryDatabase.create(testEnvironment.databaseUrl());
  const history = new PostgresStreamHistory(temporary.database);
  keeper = new HabitKeeper(history, new RedisHabitStore(redis, name), createLogger({ role: 'test', level: 'silent' }));
});
afterAll(async () => {
  await temporary[Symbol.asyncDispose]();
  await redis.quit();
});

const execute = (sql: string, values: unknown[] = []) => temporary.database.unitOfWork().execute(sql, values);

async function streamer(timeZone: string): Promise<string> {
  const id = randomUUID();
  const key = { hash: randomUUID().replaceAll('-', '').repeat(2), encrypted: 'x' };
  const handle = `h${id.slice(0, 8)}`;
  await new PostgresStreamerRepository(temporary.database).create({ id, handle, enabled: true, timeZone, key });
  return id;
}
async function streamed(id: string, startedAt: number): Promise<void> {
  await execute(
    `insert into session values (?::uuid, ?, 'r1', to_timestamp(?::float8 / 1000), to_timestamp(?::float8 / 1000),
       0, 0, 0, 0, 0, 0)`,
    [id, randomUUID(), startedAt, startedAt + HOUR],
  );
}
/** What a worker gets with its turn. */
async function habitsOf(streamerId: string) {
  const budget = new RedisLivenessBudget(redis, { requestsPerMinute: 300, name });
  return (await budget.book({ streamerId, urgent: true, everyMs: 60_000 })).habits;
}

it('learns from past streams, soon after each, and writes it again after a wipe', async () => {
  const now = Math.floor(Date.now() / DAY) * DAY + 23.5 * HOUR;
  const [berlin, silent] = [await streamer('Europe/Berlin'), await streamer('UTC')];
  for (let days = 2; days < 12; days++) await streamed(berlin, now - days * DAY - 5 * HOUR);
  await keeper.keep(now);
  const habits = await habitsOf(berlin);
  expect(habits).toMatchObject({ streams: 10, timeZone: 'Europe/Berlin' });
  expect([isUsualTime(habits!, now - 5 * HOUR), isUsualTime(habits!, now - 12 * HOUR)]).toEqual([true, false]);
  expect(await habitsOf(silent)).toBeUndefined();

  await streamed(silent, now - HOUR);
  await keeper.keep(now + 30_000);
  expect(await habitsOf(silent)).toMatchObject({ streams: 1, lastStartAt: now - HOUR });

  await redis.del(`{liveness:${name}}:habits`);
  await keeper.keep(now + 60_000);
  expect(await habitsOf(berlin)).toEqual(habits);

  await execute('delete from streamer where id = ?::uuid', [berlin]);
  await keeper.keep(now + DAY);
  expect(await habitsOf(berlin)).toBeUndefined();
});
