import { expect, it } from 'vitest';
import { testEnvironment } from '../../../../test/support/services/test-environment.js';
import { TemporaryDatabase } from '../../test/temporary-database.js';
import { PostgresRetention } from './postgres-retention.js';

it('lets go of what is older than it is kept, and of nothing else', async () => {
  await using temporary = await TemporaryDatabase.create(testEnvironment.databaseUrl());
  const work = temporary.database.unitOfWork();
  await work.execute(
    `insert into broker_move (streamer_id, generation, cause, claimed_at)
     select gen_random_uuid(), n, 'new', now() - make_interval(days => n % 3) from generate_series(1, 12000) n`,
  );
  await work.execute(`insert into status_incident values ('overlays', now() - interval '9 days', now(), null)`);
  const retention = new PostgresRetention(temporary.database);
  expect(await retention.apply({ what: 'moves', days: 2 })).toBe(4000);
  expect(await retention.apply({ what: 'moves', days: 1 })).toBe(4000);
  // One that goes on is kept, however long ago it began.
  expect(await retention.apply({ what: 'statusIncidents', days: 1 })).toBe(0);
  // Accounts may not be there.
  expect(await retention.apply({ what: 'audit', days: 1 })).toBe(0);
});

it('finds a viewer without reading the whole ledger', async () => {
  await using temporary = await TemporaryDatabase.create(testEnvironment.databaseUrl());
  const work = temporary.database.unitOfWork();
  await work.execute(
    `insert into ledger_event (streamer_id, event_id, epoch, log_offset, type, at, received_at, user_id, payload)
     select gen_random_uuid(), 'e' || n, 'e', n, 'follow', now(), now(), 'u' || n, '{}' from generate_series(1, 5000) n`,
  );
  await work.execute('analyze ledger_event');
  const plan = await work.execute(`explain select ctid from ledger_event where user_id = 'u7' limit 2000`);
  expect(JSON.stringify(plan)).toContain('ledger_event_user_index');
  expect(await temporary.database.schemaDifference()).toBe('');
});
