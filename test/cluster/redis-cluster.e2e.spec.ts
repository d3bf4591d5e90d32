import { afterAll, beforeAll, expect, it } from 'vitest';
import { broken } from '../chaos/support/report.js';
import { Cluster } from '../support/cluster.js';
import { TestRedisCluster } from '../support/services/test-redis-cluster.js';
import { Giving } from './scenarios/giving.js';
import { masterLost, shardTag } from './scenarios/master-lost.js';

const STREAMERS = 8;
let redis: TestRedisCluster;
let product: Cluster;
let acts: Giving[];

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
  acts = await Promise.all(Array.from({ length: STREAMERS }, (_, n) => Giving.start(product, `streamer${n}`)));
}, 120_000);
afterAll(async () => {
  await product?.[Symbol.asyncDispose]();
  await redis?.[Symbol.asyncDispose]();
});

const problems = async () => (await Promise.all(acts.map((act) => act.problems()))).flat();

it('carries gifts of streamers on every node to their pages', async () => {
  for (const act of acts) for (let n = 0; n < 5; n++) act.give();
  expect(await problems()).toEqual([]);
  const nodes = await Promise.all(acts.map(async (act) => (await redis.masterOf(shardTag(act))).port));
  expect(new Set(nodes).size).toBeGreaterThan(1);
});

it('hands the streamers of a worker that ends over: no gift is lost or doubled, and no gap is told', async () => {
  const ending = product.ownerOf(acts[0]!.streamer.id)!;
  await product.addWorker();
  const disturbed = () => acts.flatMap(({ page }) => page.all('source').filter(({ state }) => state !== 'live')).length;
  const before = disturbed();
  const givings = acts.map((act) => act.keepGiving(20));
  await ending.end('SIGTERM');
  for (const giving of givings) giving.stop();
  expect(await problems()).toEqual([]);
  expect(disturbed()).toBe(before);
});

it('moves the streamers of a killed worker', async () => {
  await product.ownerOf(acts[0]!.streamer.id)!.end('SIGKILL');
  const survivor = product.workers.find((worker) => worker.running)!;
  const moved = () => acts.filter((act) => product.ownerOf(act.streamer.id) === survivor).length;
  await expect.poll(moved, { timeout: 20_000 }).toBe(STREAMERS);
  await Promise.all(acts.map((act) => act.room.waitForClients(1)));
  for (const act of acts) act.give();
  expect(await problems()).toEqual([]);
});

it('loses no gift and leaves no room when a master dies and its replica takes over', async () => {
  expect(broken(await masterLost(redis, acts, 50))).toEqual([]);
  for (const act of acts) act.give();
  expect(await problems()).toEqual([]);
  expect((await fetch(`${product.supervisor.url}/health/ready`)).status).toBe(200);
});
