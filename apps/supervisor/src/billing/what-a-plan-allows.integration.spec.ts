import { afterAll, beforeAll, expect, it } from 'vitest';
import { pastStreamPageSchema, streamerWithKeySchema } from '#libs/contracts';
import type { BrokerRepository } from '#libs/domain';
import { BROKER_REPOSITORY } from '#libs/persistence';
import { HeartbeatReceiver } from '../../../../test/support/heartbeat-receiver.js';
import { follow } from '../../../../test/support/live-events.js';
import { useBillingWorld, type BillingWorld, type TestPayer } from '../../test/billing-world.js';

const PLANS = JSON.stringify([
  { id: 'basic', name: 'Basic', price: 'price_demo_monthly', widgets: 2, historyDays: 30 },
  { id: 'pro', name: 'Pro', price: 'price_demo_yearly', priority: 3 },
]);
let receiver: HeartbeatReceiver;
let world: BillingWorld;
beforeAll(async () => {
  receiver = await HeartbeatReceiver.start();
});
afterAll(async () => {
  await receiver[Symbol.asyncDispose]();
});
useBillingWorld((started) => (world = started), {
  variables: () => ({ ...receiver.environment, PLANS, TRIAL_DAYS: '0' }),
});

async function granted(plan: string): Promise<TestPayer> {
  const who = await world.payer();
  await world.admin('POST', `/accounts/${who.id}/grants`, { plan, reason: 'to see what it allows' });
  return who;
}
const sql = async (query: string, values: unknown[]) =>
  (await world.supervisor.database.database.unitOfWork().execute(query, values)) as Record<string, unknown>[];

/** Streams that ended so many days ago. */
async function streamed(who: TestPayer, days: readonly number[]): Promise<void> {
  for (const ago of days) {
    await sql(
      `insert into session (streamer_id, ended_by, room_id, started_at, ended_at, coins, gifts, follows, subscribes, likes, shares)
       values (?, ?, ?, now() - make_interval(days => ?, hours => 2), now() - make_interval(days => ?), 0, 0, 0, 0, 0, 0)`,
      [who.streamerId, `ended-${ago}`, `room-${ago}`, ago, ago],
    );
    const event = { ...follow(`follow-${ago}`), receivedAt: Date.now() - ago * 86_400_000 };
    await sql(
      `insert into ledger_event (streamer_id, event_id, epoch, log_offset, type, at, received_at, payload)
       values (?, ?, 'before', ?, 'follow', ?, ?, ?::jsonb)`,
      [
        who.streamerId,
        event.id,
        1000 - ago,
        new Date(event.receivedAt),
        new Date(event.receivedAt),
        JSON.stringify(event),
      ],
    );
  }
}
async function past(who: TestPayer) {
  const answer = await world.call(who, 'GET', `/streamers/${who.streamerId}/streams`);
  return pastStreamPageSchema.parse(await answer.json()).items.map(({ id }) => id);
}
async function followed(who: TestPayer) {
  const answer = await world.call(who, 'GET', `/streamers/${who.streamerId}/activity`);
  return ((await answer.json()) as { items: { event: { id: string } }[] }).items.map(({ event }) => event.id);
}

it('past streams and activity are shown as far back as the plan says, also after it ended; nothing is deleted', async () => {
  const who = await granted('basic');
  await streamed(who, [1, 29, 31, 400]);
  expect(await past(who)).toEqual(['ended-1', 'ended-29']);
  expect(await followed(who)).toEqual(['follow-1', 'follow-29']);
  const old = await world.call(who, 'GET', `/streamers/${who.streamerId}/streams/ended-31`);
  expect([old.status, await old.json()]).toMatchObject([404, { code: 'STREAM.TOO_OLD' }]);
  const { grants } = await world.admin('GET', `/accounts/${who.id}/billing`);
  await world.admin('POST', `/accounts/${who.id}/grants`, { plan: 'pro', reason: 'more' });
  expect(await past(who)).toEqual(['ended-1', 'ended-29', 'ended-31', 'ended-400']);
  expect(grants).toHaveLength(1);
});

it('more widgets than the plan says are refused', async () => {
  const who = await granted('basic');
  const create = async () =>
    await world.call(who, 'POST', `/streamers/${who.streamerId}/widgets`, { type: 'gifts', name: 'One more' });
  expect([(await create()).status, (await create()).status]).toEqual([201, 201]);
  const third = await create();
  expect(third.status).toBe(409);
  expect(JSON.stringify(await third.json())).toContain('at most 2 widgets');
});

it('without a plan in force no more widgets are made than the smallest plan allows, and none is lost', async () => {
  const who = await granted('pro');
  const path = `/streamers/${who.streamerId}/widgets`;
  const create = async () => await world.call(who, 'POST', path, { type: 'gifts', name: 'One more' });
  const statuses = [(await create()).status, (await create()).status, (await create()).status];
  expect(statuses).toEqual([201, 201, 201]);
  const before = await (await world.call(who, 'GET', path)).json();
  const { grants } = await world.admin('GET', `/accounts/${who.id}/billing`);
  await world.admin('POST', `/accounts/${who.id}/grants/${grants[0]?.id}/revoke`);
  const refused = await create();
  expect([refused.status, JSON.stringify(await refused.json())]).toEqual([
    409,
    expect.stringContaining('at most 2 widgets'),
  ]);
  expect(await (await world.call(who, 'GET', path)).json()).toEqual(before);
});

it('the priority of a plan reaches the placement of brokers', async () => {
  const [basic, pro] = [await granted('basic'), await granted('pro')];
  const brokers = await world.supervisor.app.get<BrokerRepository>(BROKER_REPOSITORY).list();
  const of = (who: TestPayer) => brokers.find(({ streamerId }) => streamerId === who.streamerId)?.priority ?? 0;
  expect([of(basic), of(pro)]).toEqual([0, 3]);
});

it('a streamer who is made without a plan never runs, and one with a plan runs at once', async () => {
  const make = async (who: { cookie: string }, handle: string) =>
    streamerWithKeySchema.parse(await (await world.call(who, 'POST', '/me/streamer', { handle })).json());
  const poor = await make(await world.newcomer(), 'nobody.pays');
  expect(poor.broker.status).toMatchObject({ state: 'stopped', reason: { code: 'ACCOUNT.NOT_ENTITLED' } });
  expect(await sql('select desired, generation from broker where streamer_id = ?', [poor.id])).toEqual([
    { desired: false, generation: 0 },
  ]);
  const friend = await world.newcomer();
  await world.admin('POST', `/accounts/${friend.id}/grants`, { plan: 'pro', reason: 'a friend' });
  const rich = await make(friend, 'somebody.pays');
  expect(await sql('select entitled from streamer where id = ?', [rich.id])).toEqual([{ entitled: true }]);
  expect(rich.broker.status?.reason?.code).not.toBe('ACCOUNT.NOT_ENTITLED');
});

it('the heartbeat of the comparison with Stripe is sent once it went well, fails while Stripe is away, and clears', async () => {
  const last = () => receiver.last('stripe');
  // The first comparison is made at the start.
  await expect.poll(last).toBe('ok');
  world.simulator.api.failNext = 1000;
  const refused = await world.supervisor.call('POST', '/api/v1/admin/billing/reconcile');
  expect(refused.status).toBe(503);
  await expect.poll(last).toBe('fail');
  world.simulator.api.failNext = 0;
  await world.reconcile();
  await expect.poll(last).toBe('ok');
});
