import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { streamerWithKeySchema } from '#libs/contracts';
import { PostgresBillingBook, TableDump, type TableChunk } from '#libs/persistence';
import { createRedis, RedisLeaseStore, RedisReadModelStore } from '#libs/redis';
import { openUploadStore } from '#libs/uploads';
import { TemporaryDatabase } from '../../../../libs/persistence/test/temporary-database.js';
import { testEnvironment } from '../../../../test/support/services/test-environment.js';
import { TestRedis } from '../../../../test/support/services/test-redis.js';
import { TestSupervisor } from '../../test/test-supervisor.js';
import { createBackup } from './create-backup.js';
import { BackupReader } from './read-backup.js';
import { restoreBackup } from './restore-backup.js';

const NOW = { timeout: 20_000 };
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'streamshape-restore-'));
});
afterAll(async () => await rm(folder, { recursive: true, force: true }));

const uploads = () => openUploadStore(pathToFileURL(join(folder, 'uploads')).href);
const sql = (target: TemporaryDatabase, text: string, values: unknown[] = []) =>
  target.database.unitOfWork().execute<Record<string, unknown>[]>(text, values);

async function archiveOf(dump: TableDump): Promise<BackupReader> {
  const { path } = await createBackup({ dump, uploads: uploads(), version: '1.0.0' }, { folder, key: undefined });
  return new BackupReader(path, undefined);
}
const restore = (reader: BackupReader, { database }: TemporaryDatabase) =>
  restoreBackup(reader, { database, dump: new TableDump(database), uploads: uploads() }, { replace: true });

/** A backup that is whole as a file, and wrong in what it says. */
class WrongDump extends TableDump {
  constructor(
    from: TemporaryDatabase,
    private readonly wrong: TableChunk,
  ) {
    super(from.database);
  }
  override async read(take: (chunk: TableChunk) => Promise<void>): Promise<void> {
    await super.read(take);
    await take(this.wrong);
  }
}

it.each<[string, TableChunk, RegExp]>([
  ['row that no table takes', { table: 'status_hour', rows: ['{"part": null}'] }, /null value/],
  ['table that is unknown', { table: 'what', rows: ['{}'] }, /lacks: what/],
  [
    'row that belongs to nobody, which only the last check finds',
    {
      table: 'widget',
      rows: [JSON.stringify({ streamer_id: randomUUID(), id: 'w', type: 't', name: 'n', settings: {}, rev: 1 })],
    },
    /widget_streamer_id_foreign/,
  ],
])('leaves everything as it was when an archive has a %s', async (_, wrong, message) => {
  await using target = await TemporaryDatabase.create(testEnvironment.databaseUrl());
  await sql(target, `insert into status_hour values ('dashboard', now(), 1, 0)`);
  await sql(target, `select nextval('billing_reading_seq') from generate_series(1, 5)`);
  await sql(target, 'create function left_over() returns int language sql as $$ select 1 $$');
  await expect(restore(await archiveOf(new WrongDump(target, wrong)), target)).rejects.toThrow(message);
  expect(await sql(target, 'select part from status_hour')).toEqual([{ part: 'dashboard' }]);
  expect(await sql(target, 'select left_over() as kept')).toEqual([{ kept: 1 }]);
  expect(await sql(target, `select nextval('billing_reading_seq')::text as next`)).toEqual([{ next: '6' }]);
  await target.database.assertMigrated();
});

it('goes on with the numbers of what was read from Stripe', async () => {
  await using source = await TemporaryDatabase.create(testEnvironment.databaseUrl());
  await using empty = await TemporaryDatabase.create(testEnvironment.databaseUrl(), { migrate: false });
  await sql(source, `select nextval('billing_reading_seq') from generate_series(1, 40)`);
  await sql(
    source,
    `insert into billing_customer (customer_id, deleted, reading, created_at)
     values ('cus_1', false, nextval('billing_reading_seq'), now())`,
  );
  await restore(await archiveOf(new TableDump(source.database)), empty);
  const [stored] = await sql(empty, 'select reading::int as reading from billing_customer');
  expect(stored).toEqual({ reading: 41 });
  expect(await new PostgresBillingBook(empty.database).beginReading()).toBeGreaterThan(41);
});

it('wins over what a Redis that was kept remembers', async () => {
  await using server = await TestRedis.start();
  const redis = createRedis({ kind: 'single', url: server.url }, 'restore-test');
  const models = new RedisReadModelStore(redis);
  const leases = new RedisLeaseStore(redis, { ttlMs: 500 });
  await using supervisor = await TestSupervisor.start({
    ...{ postgresUrl: testEnvironment.databaseUrl(), redisUrl: server.url },
  });
  const { database } = supervisor;
  try {
    const create = async (handle: string) => {
      const response = await supervisor.call('POST', '/api/v1/streamers', { handle, enabled: false });
      return streamerWithKeySchema.parse(await response.json()).id;
    };
    const id = await create('first');
    await sql(
      database,
      `insert into broker_move (streamer_id, generation, cause, claimed_at) values (?, 0, 'new', now())`,
      [id],
    );
    const archive = await archiveOf(new TableDump(database.database));
    const later = await create('later');
    for (const enabled of [true, false, true]) {
      expect((await supervisor.call('PATCH', `/api/v1/streamers/${id}`, { enabled })).status).toBe(200);
    }
    await expect.poll(() => models.get(id), NOW).toMatchObject({ active: true });
    await expect.poll(() => models.get(later), NOW).toBeDefined();
    await supervisor.app.close();
    await leases.fence(id, 70);

    // Twice, for the second meets what the first one lifted.
    for (let time = 1; time <= 2; time++) {
      await restore(archive, database);
      const restarted = await supervisor.startSecond();
      await restarted.init();
      await expect.poll(async () => ({ time, ...(await models.get(id)) }), NOW).toMatchObject({ active: false });
      await expect.poll(() => models.get(later), NOW).toBeUndefined();
      await restarted.close();
      const [broker] = await sql(
        database,
        `select b.generation, m.generation as moved from broker b join broker_move m using (streamer_id)`,
      );
      expect(broker?.['moved']).toBe(broker?.['generation']);
      const owner = { nodeId: `node-${time}`, generation: Number(broker?.['generation']) + 1 };
      await expect.poll(() => leases.acquire(id, owner), NOW).toBe('acquired');
      const rev = (await models.get(id))!.rev + 1;
      await models.write({ ...(await models.get(id))!, rev, active: true });
      // What rises by less than one a second is outdone: this one has to be as slow as that.
      await expect.poll(() => (Date.now() - Date.UTC(2026, 0, 1)) / 1000, NOW).toBeGreaterThan(rev + 1);
    }
  } finally {
    redis.disconnect();
  }
});

it('says in plain English that the database is in use, and changes nothing', async () => {
  await using target = await TemporaryDatabase.create(testEnvironment.databaseUrl());
  const reader = await archiveOf(new TableDump(target.database));
  await target.database.unitOfWork().transactional(async (work) => {
    await work.execute('select 1 from streamer limit 1');
    const dump = new TableDump(target.database, 100);
    const restored = restoreBackup(reader, { database: target.database, dump, uploads: uploads() }, { replace: true });
    await expect(restored).rejects.toThrow(
      /^Something else uses the database\. Stop StreamShape .* Nothing was changed\.$/,
    );
  });
  expect(await sql(target, 'select count(*)::int as n from streamer')).toEqual([{ n: 0 }]);
});
