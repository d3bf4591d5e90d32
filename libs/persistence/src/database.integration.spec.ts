import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MovingAddress } from '../../../test/support/services/moving-address.js';
import { testEnvironment } from '../../../test/support/services/test-environment.js';
import { TemporaryDatabase } from '../test/temporary-database.js';
import { Database } from './index.js';

let temporary: TemporaryDatabase;
let address: MovingAddress;
/** Of one connection: one that is lost is missed at once. */
let database: Database;
let port: number;

beforeEach(async () => {
  temporary = await TemporaryDatabase.create(testEnvironment.databaseUrl(), { migrate: false });
  const url = new URL(temporary.url);
  port = Number(url.port);
  address = await MovingAddress.before(port);
  url.port = String(address.port);
  database = new Database({ url: url.href, poolSize: 1, statementTimeoutMs: 500 });
  await database.ping();
});
afterEach(async () => {
  await database.close();
  await address[Symbol.asyncDispose]();
  await temporary[Symbol.asyncDispose]();
});

const cut = () => address.moveTo(port);
const within = (work: (inside: SqlEntityManager) => Promise<unknown>) => database.unitOfWork().transactional(work);

// The query builder below the ORM keeps them up to 0.29.6, which is what the ORM asks for: see `overrides` of package.json.
it('has every connection back from a transaction that an outage met, and closes', async () => {
  cut();
  await expect(within(async () => undefined)).rejects.toThrow('Connection terminated');
  await database.ping();
  const halfWay = within(async (inside) => {
    await inside.execute('select 1');
    cut();
    await inside.execute('select 2');
  });
  await expect(halfWay).rejects.toThrow('Connection terminated');
  await database.ping();
  const atTheEnd = within(async (inside) => {
    await inside.execute('select 1');
    cut();
  });
  await expect(atTheEnd).rejects.toThrow('Connection terminated');
  await database.ping();
  await database.close(60_000);
}, 20_000);

it('lets nobody write into a transaction whose beginning was given up', async () => {
  const look = () => temporary.database.unitOfWork().execute('select * from note');
  await database.unitOfWork().execute('create table note (words text)');
  address.hold();
  await expect(within(async () => undefined)).rejects.toThrow('timeout');
  address.release();
  await database.unitOfWork().execute(`insert into note values ('kept')`);
  expect(await look()).toEqual([{ words: 'kept' }]);
});

it('closes although somebody keeps a connection', async () => {
  const held = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const keeping = within(async (inside) => {
    await inside.execute('select 1');
    begun.resolve();
    await held.promise;
  });
  await begun.promise;
  await database.close(100);
  held.resolve();
  await expect(keeping).rejects.toThrow();
});
