import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  activityPageSchema,
  currentTestRunSchema,
  overviewSchema,
  pastStreamDetailSchema,
  pastStreamPageSchema,
} from '#libs/contracts';
import { Cluster } from '../support/cluster.js';
import { SocketPage } from '../support/socket-page.js';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.start({ workers: 1 });
});
afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
});

it('a streamer tries the overlay in the middle of a stream: pages show it, nothing counts it, the worker goes on', async () => {
  const room = cluster.simulator.room('tried').goLive();
  const streamer = await cluster.createStreamer('tried');
  await room.waitForClients(1);
  const path = `/streamers/${streamer.id}`;
  const get = async (rest: string): Promise<unknown> => (await cluster.api('GET', `${path}/${rest}`)).json();
  const overview = async () => overviewSchema.parse(await get('overview'));
  await expect.poll(async () => (await overview()).source.state, { timeout: 10_000 }).toBe('live');
  const [feed, alerts] = await Promise.all(
    ['feed', 'alerts'].map((widget) => SocketPage.join(cluster.gatewayUrl, { key: streamer.widgetKey, widget })),
  );
  const { epoch } = feed!.position!;

  const wish = { kind: 'storm', events: 60 };
  expect((await cluster.api('POST', `${path}/test-events`, wish)).status).toBe(202);
  const run = async () => currentTestRunSchema.parse(await get('test-events')).run;
  let real = 0;
  while ((await run())?.state === 'running') {
    room.send({ type: 'gift', gift: 'Galaxy', user: { id: String(7000 + real++), handle: 'giver', name: 'Giver' } });
  }
  room.send({ type: 'follow', user: { id: '8000', handle: 'last', name: 'Last' } });
  await alerts!.until(() => alerts!.events.some(({ type }) => type === 'follow'), 'last event');
  expect(await run()).toMatchObject({ sent: 60, state: 'done' });

  for (const page of [feed!, alerts!]) {
    expect(page.problems).toEqual([]);
    expect(page.position!.epoch).toBe(epoch);
    const gifts = page.events.filter(({ type }) => type === 'gift');
    expect(gifts.filter(({ test }) => test)).toHaveLength(60);
    expect(gifts.filter(({ test }) => !test)).toHaveLength(real);
  }
  expect((await overview()).totals.session).toMatchObject({ gifts: real, coins: 1000 * real, follows: 1 });
  const activity = activityPageSchema.parse(await get('activity?types=gift&limit=200')).items;
  expect(activity.some(({ event }) => event.test)).toBe(true);

  // A page that comes later gets tests like all others that nobody has seen yet.
  const late = await SocketPage.join(cluster.gatewayUrl, { key: streamer.widgetKey, widget: 'alerts' });
  expect(late.all('welcome')[0]!.missed.filter(({ event }) => event.test).length).toBeGreaterThan(0);

  room.goOffline();
  const past = async () => pastStreamPageSchema.parse(await get('streams')).items;
  await expect.poll(async () => (await past()).length, { timeout: 20_000 }).toBe(1);
  const [stream] = await past();
  expect(stream!.totals).toMatchObject({ gifts: real, coins: 1000 * real, follows: 1 });
  const detail = pastStreamDetailSchema.parse(await get(`streams/${encodeURIComponent(stream!.id)}`));
  expect(detail.topGifters.every(({ user }) => user.name === 'Giver')).toBe(true);
  for (const page of [feed!, alerts!, late]) page.close();
});
