import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { viewerDataSchema, viewerErasedSchema, type LiveEvent } from '#libs/contracts';
import { PostgresStreamerRepository } from '#libs/persistence';
import { createRedis, RedisEventLog, RedisLeaseStore, type RedisConnection } from '#libs/redis';
import { TestRedis } from '../../../../test/support/services/test-redis.js';
import { testEnvironment } from '../../../../test/support/services/test-environment.js';
import { TestSupervisor } from '../../test/test-supervisor.js';

const GONE = '7000000000000000001';
const STAYS = '7000000000000000002';
let supervisor: TestSupervisor;
let server: TestRedis;
let redis: RedisConnection;
const streamer = { id: randomUUID() };

const person = (id: string) => ({
  ...{ id, handle: `handle.${id}`, name: `Name of ${id}` },
  ...{ moderator: false, subscriber: false, follower: true },
});
const base = () => ({ id: randomUUID(), at: Date.now(), receivedAt: Date.now() });
const gift = (user: string): LiveEvent => ({
  ...base(),
  ...{ type: 'gift', user: person(user), count: 1, total: 1, coins: 5 },
  gift: { id: '1', name: 'Rose', coins: 5 },
});

/** All keys of Redis with their content, as text. */
async function everythingInRedis(): Promise<string> {
  const texts: string[] = [];
  for (const key of await redis.keys('*')) {
    if (key.endsWith(':log')) continue;
    const type = await redis.type(key);
    if (type === 'hash') texts.push(JSON.stringify(await redis.hgetall(key)));
    if (type === 'zset') texts.push(JSON.stringify(await redis.zrange(key, '0', '-1')));
    if (type === 'stream') texts.push(JSON.stringify(await redis.xrange(key, '-', '+')));
    if (type === 'string') texts.push((await redis.get(key)) ?? '');
  }
  return texts.join('\n');
}

async function everythingInPostgres(): Promise<string> {
  const work = supervisor.database.database.unitOfWork();
  const tables = ['ledger_event', 'checkpoint', 'session', 'streamer', 'widget', 'goal', 'moderation', 'audit_entry'];
  const rows = await Promise.all(
    tables.map((table) => work.execute(`select to_jsonb(t)::text as row from ${table} t`)),
  );
  return JSON.stringify(rows);
}

beforeAll(async () => {
  server = await TestRedis.start();
  redis = createRedis({ kind: 'single', url: server.url }, 'privacy-test');
  supervisor = await TestSupervisor.start({ postgresUrl: testEnvironment.databaseUrl(), redisUrl: server.url });
  // Nobody places what is not in the database yet.
  const owner = { nodeId: 'privacy', generation: 1 };
  await new RedisLeaseStore(redis, { ttlMs: 60_000 }).acquire(streamer.id, owner);
  const log = new RedisEventLog(redis);
  const opened = await log.open(streamer.id, owner);
  if (opened.outcome !== 'opened') throw new Error(opened.outcome);
  const events: LiveEvent[] = [
    gift(STAYS),
    gift(GONE),
    { ...base(), type: 'follow', user: person(GONE) },
    { ...base(), type: 'chat', user: person(GONE), text: 'hello', emotes: [] },
  ];
  const { position } = opened.state;
  const entries = events.map((event) => ({ event }));
  const appended = await log.append({ streamerId: streamer.id, owner, position, day: '2026-11-23', entries });
  expect(appended).toMatchObject({ outcome: 'appended', accepted: 4 });
  const key = { hash: 'a'.repeat(64), encrypted: 'x' };
  const streamers = new PostgresStreamerRepository(supervisor.database.database);
  await streamers.create({ id: streamer.id, handle: 'private.room', enabled: false, timeZone: 'UTC', key });
  for (const event of events) {
    if (event.type !== 'gift' && event.type !== 'follow') continue;
    await supervisor.database.database.unitOfWork().execute(
      `insert into ledger_event (streamer_id, event_id, epoch, log_offset, type, at, received_at, user_id, coins, payload)
       values (?, ?, 'e', 1, ?, now(), now(), ?, ?, ?::jsonb)`,
      [streamer.id, event.id, event.type, event.user.id, event.type === 'gift' ? 5 : null, JSON.stringify(event)],
    );
  }
  await supervisor.database.database
    .unitOfWork()
    .execute(`insert into moderation (streamer_id, words, viewers) values (?, '[]', ?::jsonb)`, [
      streamer.id,
      JSON.stringify([GONE, STAYS].map((id) => ({ id, handle: `handle.${id}`, name: `Name of ${id}` }))),
    ]);
  const profile = JSON.stringify(person(GONE));
  await supervisor.database.database.unitOfWork().execute(
    `insert into checkpoint (streamer_id, epoch, taken_at, day, counts, ranks, profiles)
     values (?, 'old', now(), '2026-11-22', '{}', ?::jsonb, ?::jsonb)`,
    [
      streamer.id,
      JSON.stringify({ 'a:coins': { [GONE]: 5, [STAYS]: 5 }, 's:coins': { [STAYS]: 1 } }),
      JSON.stringify({ [GONE]: profile, [STAYS]: '{}' }),
    ],
  );
});
afterAll(async () => {
  await supervisor[Symbol.asyncDispose]();
  redis.disconnect();
  await server[Symbol.asyncDispose]();
});

const path = (id: string) => `/api/v1/admin/viewers/${id}`;
const exported = async (id: string) => viewerDataSchema.parse(await (await supervisor.call('GET', path(id))).json());

describe('a viewer', () => {
  it('is given everything that is stored about them, and nothing of others', async () => {
    const data = await exported(GONE);
    expect(data.ledger.map((row) => String(row['type'])).toSorted()).toEqual(['follow', 'gift']);
    expect(data.checkpoints).toMatchObject([{ streamerId: streamer.id, ranks: { 'a:coins': 5 } }]);
    // 5 of this epoch; 10 once what the checkpoint has of the one before was counted in.
    expect(Number(data.live[0]?.ranks['rank:a:coins'])).toBeGreaterThanOrEqual(5);
    expect(JSON.stringify(data.live[0]?.events)).toContain('hello');
    expect(data.blocked).toEqual([
      { streamerId: streamer.id, id: GONE, handle: `handle.${GONE}`, name: `Name of ${GONE}` },
    ]);
    expect(JSON.stringify(data)).not.toContain(STAYS);
  });

  it('is erased everywhere, while sums and other people stay', async () => {
    expect((await everythingInRedis()).includes(GONE)).toBe(true);
    const erased = viewerErasedSchema.parse(await (await supervisor.call('DELETE', path(GONE))).json());
    expect(erased).toMatchObject({ ledger: 2, checkpoints: 1, blocked: 1, waiting: 0 });
    for (const text of [await everythingInRedis(), await everythingInPostgres()]) {
      expect(text.includes(GONE)).toBe(false);
      expect(text.includes(STAYS)).toBe(true);
    }
    const [sum] = await supervisor.database.database
      .unitOfWork()
      .execute<{ coins: string }[]>('select sum(coins)::text as coins from ledger_event');
    expect(sum?.coins).toBe('10');
    const again = viewerErasedSchema.parse(await (await supervisor.call('DELETE', path(GONE))).json());
    expect(again).toMatchObject({ ledger: 0, checkpoints: 0, live: 0 });
  });

  it('is not erased without a word about who did it', async () => {
    const acts = await supervisor.database.database
      .unitOfWork()
      .execute<{ action: string }[]>(
        `select action, actor_kind, detail ->> 'blocked' as blocked from audit_entry where subject_kind = 'viewer'`,
      );
    expect(acts).toContainEqual({ action: 'viewer.exported', actor_kind: 'operator', blocked: null });
    expect(acts).toContainEqual({ action: 'viewer.erased', actor_kind: 'operator', blocked: '1' });
  });

  it('has to be named by an id, by somebody who may', async () => {
    expect((await supervisor.call('GET', path('some%20name%21'))).status).toBe(400);
    expect((await fetch(supervisor.url + path(GONE))).status).toBe(401);
    expect(supervisor.lines.join('')).not.toContain(`Name of ${GONE}`);
  });
});

describe('the command', () => {
  const command = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['dist/apps/supervisor/src/viewer-data.js', ...args], {
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: supervisor.database.url,
        REDIS_URL: server.url,
        SESSION_SECRET: 's'.repeat(32),
        ENCRYPTION_KEY: 'e'.repeat(32),
        OPERATOR_TOKEN: 'o'.repeat(32),
        HEALTH_TOKEN: 'h'.repeat(32),
      },
    });
  const noted = async () =>
    (
      await supervisor.database.database
        .unitOfWork()
        .execute<{ action: string }[]>(`select action from audit_entry where subject_kind = 'viewer'`)
    ).map(({ action }) => action);

  it('gives what is stored as JSON, erases it, and notes both', async () => {
    const before = await noted();
    const data = viewerDataSchema.parse(JSON.parse((await command('export', STAYS)).stdout));
    expect(data.ledger.map((row) => String(row['type']))).toEqual(['gift']);
    const erased = viewerErasedSchema.parse(JSON.parse((await command('erase', STAYS)).stdout));
    expect(erased).toMatchObject({ ledger: 1, waiting: 0 });
    // The supervisor takes them from what it keeps ready by itself.
    await expect.poll(async () => (await everythingInRedis()).includes(STAYS), { timeout: 15_000 }).toBe(false);
    expect((await noted()).length).toBe(before.length + 2);
  });

  it('says how it is used to whoever names nobody, and notes nothing', async () => {
    const before = await noted();
    await expect(command('erase')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('npm run viewer'),
    });
    expect(await noted()).toEqual(before);
  });
});
