import { randomUUID } from 'node:crypto';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { streamerWithKeySchema } from '#libs/contracts';
import { AccountWorld } from '../../../test/account-world.js';

/** Where the export holds what a table knows of an account or its streamer. */
const EXPORTED: Record<string, string> = {
  ...{ account: 'account.json', login_session: 'sessions.json', api_token: 'tokens.json', audit_entry: 'audit.json' },
  ...{ streamer: 'streamer.json', widget: 'widgets.json', goal: 'goals.json', moderation: 'moderation.json' },
  ...{ checkpoint: 'counts.json', session: 'streams.json', stream_sample: 'samples.json', ledger_event: 'ledger.json' },
  ...{ upload: 'uploads.json', billing_customer: 'billing.json', billing_subscription: 'billing.json' },
  ...{ billing_grant: 'billing.json', billing_notice: 'billing.json' },
  ...{ entitlement: 'billing.json', entitlement_change: 'billing.json' },
};
/** Tables that are left out, and why. */
const LEFT_OUT: Record<string, string> = {
  one_time_token: 'Links that are still open: whoever has one can act with it.',
  broker: 'Which of our machines serves the streamer: nothing about a person.',
  broker_move: 'Which of our machines served the streamer: nothing about a person.',
  checkout_turn: 'That somebody is choosing a plan, for as long as that takes; what came of it is in billing.json.',
  webhook_event: 'That Stripe called, without what it said; what came of it is in billing.json.',
};

let world: AccountWorld;
beforeAll(async () => {
  world = await AccountWorld.start();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

it('knows every table that knows an account or a streamer', async () => {
  const rows = await world.sql<{ name: string }>(
    `select distinct c.table_name as name from information_schema.columns c
       join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
      where c.table_schema = current_schema() and t.table_type = 'BASE TABLE'
        and (c.column_name like '%account_id' or c.column_name like '%streamer_id')`,
  );
  const known = [...Object.keys(EXPORTED), ...Object.keys(LEFT_OUT)].filter((name) => name !== 'account');
  expect(rows.map(({ name }) => name).toSorted()).toEqual(known.toSorted());
});

it('holds what was stored in each of them, and no secret', async () => {
  const someone = await world.arrive();
  const { account } = await someone.me();
  const { id } = streamerWithKeySchema.parse(await someone.api('POST', '/me/streamer', { handle: 'the.exported' }));
  const path = `/streamers/${id}`;
  await someone.api('POST', '/me/tokens', { name: 'Deck of mine', scopes: ['read'] });
  await someone.api('POST', `${path}/goals`, { metric: 'coins', target: 4711, title: 'Goal of mine' });
  await someone.api('POST', `${path}/widgets`, { type: 'gifts', name: 'Widget of mine' });
  await someone.api('PUT', `${path}/moderation`, { words: ['wordofmine'], viewers: [{ handle: 'the.troll' }] });
  const plans = (await (await world.supervisor.call('GET', '/api/v1/admin/billing/plans')).json()) as {
    items: { id: string }[];
  };
  const grant = { plan: plans.items[0]!.id, reason: 'Grant of mine' };
  expect((await world.supervisor.call('POST', `/api/v1/admin/accounts/${account.id}/grants`, grant)).ok).toBe(true);
  await world.sql(
    `insert into stream_sample (streamer_id, at, viewers, peak, likes, coins)
    select ?, now() - make_interval(mins => n), 7, 4242, n, 0 from generate_series(1, 2500) n`,
    [id],
  );
  await world.sql(
    `insert into session (streamer_id, ended_by, room_id, ended_at, coins, gifts, follows, subscribes, likes, shares,
       peak_viewers) values (?, 'e', 'room', now(), 1, 1, 0, 0, 0, 0, 3131)`,
    [id],
  );
  await world.sql(
    `insert into checkpoint (streamer_id, epoch, taken_at, day, counts, ranks, profiles)
     values (?, 'e', now(), '2026-11-23', '{"likes":5151}', '{}', '{}')`,
    [id],
  );
  await world.sql(
    `insert into billing_customer (customer_id, account_id, deleted, reading, created_at) values ('cus_mine', ?, false, 0, now())`,
    [account.id],
  );
  await world.sql(
    `insert into billing_subscription (id, customer_id, account_id, facts)
    values ('sub_mine', 'cus_mine', ?, '{"id":"sub_mine","status":"canceled"}')`,
    [account.id],
  );
  await world.sql(
    `insert into billing_notice (id, account_id, key, kind, notice, created_at, sends)
     values (?, ?, 'k', 'stopped', '{"kind":"notice of mine"}', now(), 1)`,
    [randomUUID(), account.id],
  );
  const answer = await someone.call('GET', '/api/v1/me/export');
  const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
  const text = (name: string) => strFromU8(files[name] ?? new Uint8Array());
  for (const name of Object.values(EXPORTED)) expect(Object.keys(files)).toContain(name);
  for (const name of Object.keys(files).filter((file) => /^[\w-]+\.json$/.test(file))) {
    expect(text('README.txt'), name).toContain(name);
    expect(() => JSON.parse(text(name)) as unknown, name).not.toThrow();
  }
  expect(text('goals.json')).toContain('Goal of mine');
  expect(text('widgets.json')).toContain('Widget of mine');
  expect(text('tokens.json')).toContain('Deck of mine');
  expect(JSON.parse(text('moderation.json'))).toMatchObject({
    words: ['wordofmine'],
    viewers: [{ handle: 'the.troll' }],
  });
  expect(text('streams.json')).toContain('3131');
  expect(text('streams.csv')).toContain('3131');
  expect(text('counts.json')).toContain('5151');
  expect(JSON.parse(text('samples.json'))).toHaveLength(2500);
  expect(text('samples.csv').trim().split('\r\n')).toHaveLength(2501);
  const billing = text('billing.json');
  for (const mine of ['cus_mine', 'sub_mine', 'Grant of mine', 'notice of mine']) expect(billing).toContain(mine);
  const parts = JSON.parse(billing) as Record<string, unknown[]>;
  for (const name of ['entitlement', 'changes']) expect(parts[name]?.length, name).toBeGreaterThan(0);
  const everything = Object.keys(files).map(text).join('\n');
  const hashes = await world.sql<{ hash: string }>(
    `select password_hash as hash from account where id = ? union all select token_hash from api_token
     union all select token_hash from login_session union all select key_hash from streamer where id = ?`,
    [account.id, id],
  );
  for (const secret of [...hashes.map(({ hash }) => hash), ...someone.cookies.values()]) {
    expect(everything).not.toContain(secret);
  }
});
