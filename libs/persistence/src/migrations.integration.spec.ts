import { describe, expect, it } from 'vitest';
import { testEnvironment } from '../../../test/support/services/test-environment.js';
import { TemporaryDatabase } from '../test/temporary-database.js';
import { Database, MigrationsPendingError } from './index.js';
import { CHORES } from './repositories/billing-book.sql.js';

const ALL = [
  ...['20261101000000-initial', '20261123000000-counts', '20261124000000-moves', '20261125000000-uploads'],
  ...['20261126000000-accounts', '20261127000000-streams', '20261128000000-billing', '20261129000000-status'],
  ...['20261130000000-received', '20261201000000-trials', '20261202000000-retention', '20261203000000-chores'],
  ...['20261204000000-chores-index', '20261205000000-turns'],
];

describe('migrations', () => {
  it('make exactly the schema that the entities describe', async () => {
    await using temporary = await TemporaryDatabase.create(testEnvironment.databaseUrl());
    expect(await temporary.database.schemaDifference()).toBe('');
  });

  it('find what a streamer received in its order', async () => {
    await using temporary = await TemporaryDatabase.create(testEnvironment.databaseUrl());
    const plan = await temporary.database.unitOfWork().transactional(async (work) => {
      // An empty table would be read whole.
      for (const way of ['seqscan', 'bitmapscan', 'sort']) await work.execute(`set local enable_${way} = off`);
      const rows: Record<string, string>[] = await work.execute(
        `explain select * from ledger_event where streamer_id = '5600e838-26e8-4a61-a0a1-3d1d917efb35'
          order by received_at desc, log_offset desc limit 50`,
      );
      return JSON.stringify(rows);
    });
    expect(plan).toContain('ledger_event_received_index');
  });

  it('find what is to be done at Stripe without reading every customer', async () => {
    await using temporary = await TemporaryDatabase.create(testEnvironment.databaseUrl());
    const plan = await temporary.database.unitOfWork().transactional(async (work) => {
      await work.execute('set local enable_seqscan = off');
      return JSON.stringify(await work.execute(`explain ${CHORES}`, ['[]', 50]));
    });
    expect(plan.match(/billing_customer_chores_index/g)).toHaveLength(2);
    expect(plan).not.toMatch(/Seq Scan on billing_customer|billing_customer_pkey|billing_customer_account_index/);
  });

  it('are reported while they are pending', async () => {
    await using temporary = await TemporaryDatabase.create(testEnvironment.databaseUrl(), { migrate: false });
    await expect(temporary.database.assertMigrated()).rejects.toThrow(MigrationsPendingError);
    expect(await temporary.database.migrate()).toEqual(ALL);
    await expect(temporary.database.assertMigrated()).resolves.toBeUndefined();
    expect(await temporary.database.migrate()).toEqual([]);
  });

  it('let others work while somebody holds a table that they need, and come to their end', async () => {
    await using temporary = await TemporaryDatabase.create(testEnvironment.databaseUrl(), { migrate: false });
    await temporary.database.migrate('20261125000000-uploads');
    await using reader = new Database({ url: temporary.url, poolSize: 1 });
    await using worker = new Database({ url: temporary.url, poolSize: 1, statementTimeoutMs: 3000 });
    await using migrating = new Database({ url: temporary.url, statementTimeoutMs: 0, lockTimeoutMs: 200 });
    const reads = Promise.withResolvers<void>();
    const enough = Promise.withResolvers<void>();
    const reading = reader.unitOfWork().transactional(async (long) => {
      await long.execute('select * from streamer');
      reads.resolve();
      await enough.promise;
    });
    await reads.promise;
    const applied = migrating.migrate();
    try {
      for (let n = 0; n < 20; n++) {
        // Fails by its statement timeout behind a migration that waits for as long as the reader reads.
        await worker.unitOfWork().execute('select * from streamer');
        await new Promise((next) => setTimeout(next, 100));
      }
      expect(await Promise.race([applied, Promise.resolve('waiting')])).toBe('waiting');
    } finally {
      enough.resolve();
    }
    await reading;
    expect(await applied).toEqual(ALL.slice(4));
  });

  it('run once when several processes start at the same time', async () => {
    await using temporary = await TemporaryDatabase.create(testEnvironment.databaseUrl(), { migrate: false });
    const processes = Array.from({ length: 4 }, () => new Database({ url: temporary.url, poolSize: 2 }));
    const applied = await Promise.all(processes.map((database) => database.migrate()));
    await Promise.all(processes.map((database) => database.close()));
    expect(applied.flat()).toEqual(ALL);
  });
});

describe('Database', () => {
  it('says that nobody answers, in a bounded time', async () => {
    await using database = new Database({ url: 'postgresql://nobody:secret@127.0.0.1:1/none' });
    await expect(database.untilReachable(300)).rejects.toThrow('PostgreSQL did not answer');
  });
});
