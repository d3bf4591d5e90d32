import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LiveEventOf, StreamerWithKey } from '#libs/contracts';
import { shardOf } from '#libs/redis';
import type { EventSpec, TikTokSimulator } from '../../apps/tiktok-simulator/src/index.js';
import { Cluster } from '../support/cluster.js';
import { TestRedisCluster } from '../support/services/test-redis-cluster.js';
import { SocketPage } from '../support/socket-page.js';

interface Act {
  streamer: StreamerWithKey;
  room: ReturnType<TikTokSimulator['room']>;
  page: SocketPage;
  sent: number;
}

const STREAMERS = 8;
let redis: TestRedisCluster;
let product: Cluster;
let acts: Act[];

beforeAll(async () => {
  redis = await TestRedisCluster.start({ replicas: 1 });
  product = await Cluster.start({
    redisCluster: redis,
    environment: {
      LEASE_TTL_MS: '1500',
      LEASE_RENEW_MS: '300',
      PLACEMENT_TICK_MS: '100',
      PLACEMENT_SPACING_MS: '500',
      GATEWAY_HEARTBEAT_MS: '500',
    },
  });
  acts = await Promise.all(Array.from({ length: STREAMERS }, (_, n) => stage(`streamer${n}`)));
});
afterAll(async () => {
  await product?.[Symbol.asyncDispose]();
  await redis?.[Symbol.asyncDispose]();
});

async function stage(handle: string): Promise<Act> {
  const room = product.simulator.room(handle).goLive();
  const streamer = await product.createStreamer(handle);
  await room.waitForClients(1);
  const page = await SocketPage.join(product.gatewayUrl, { key: streamer.widgetKey, widget: 'gifts' });
  await page.until(() => page.all('welcome')[0]!.source.state === 'live' || page.all('source')[0], 'live');
  return { streamer, room, page, sent: 0 };
}

const tag = ({ streamer }: Act) => `{s${String(shardOf(streamer.id)).padStart(2, '0')}}`;
const gifts = ({ page }: Act) => page.events.filter((event): event is LiveEventOf<'gift'> => event.type === 'gift');

function give(act: Act): void {
  const sender = String(1000 + ++act.sent);
  const user = { id: sender, handle: `viewer${sender}`, name: `Viewer ${sender}` };
  const lion = { id: 6369, name: 'Lion', diamondCount: 10, type: 2 };
  act.room.send({ type: 'gift', gift: lion, user } satisfies EventSpec);
}

/** Every gift that was sent has come once, in order, without a false gap. */
async function allShown(ms = 20_000): Promise<void> {
  for (const act of acts) {
    await act.page.until(() => gifts(act).length >= act.sent, `gift ${act.sent} of ${act.streamer.handle}`, ms);
    const senders = gifts(act).map((gift) => Number(gift.user.id) - 1000);
    expect(senders).toEqual(Array.from({ length: act.sent }, (_, n) => n + 1));
    expect(act.page.problems).toEqual([]);
  }
}

it('carries gifts of streamers on every node to their pages', async () => {
  for (const act of acts) for (let n = 0; n < 5; n++) give(act);
  await allShown();
  const nodes = await Promise.all(acts.map(async (act) => (await redis.masterOf(tag(act))).port));
  expect(new Set(nodes).size).toBeGreaterThan(1);
});

it('moves the streamers of a killed worker', async () => {
  await product.ownerOf(acts[0]!.streamer.id)!.end('SIGKILL');
  const survivor = product.workers.find((worker) => worker.running)!;
  await expect
    .poll(() => acts.filter((act) => product.ownerOf(act.streamer.id) === survivor).length, { timeout: 20_000 })
    .toBe(STREAMERS);
  await Promise.all(acts.map((act) => act.room.waitForClients(1)));
  for (const act of acts) give(act);
  await allShown();
});

it('loses no gift and moves nobody when a master dies and its replica takes over', async () => {
  const lost = await redis.masterOf(tag(acts[0]!));
  const before = acts.map(({ room }) => room.sockets.size);
  await redis.kill(lost);
  for (const act of acts) for (let n = 0; n < 3; n++) give(act);
  await expect.poll(async () => (await redis.masterOf(tag(acts[0]!))).port, { timeout: 20_000 }).not.toBe(lost.port);
  await allShown(30_000);
  expect(acts.map(({ room }) => room.sockets.size)).toEqual(before);
  await redis.restart(lost);
  for (const act of acts) give(act);
  await allShown();
  expect((await fetch(`${product.supervisor.url}/health/ready`)).status).toBe(200);
});
