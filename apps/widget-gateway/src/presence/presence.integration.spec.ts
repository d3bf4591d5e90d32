import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RedisPagePresence } from '#libs/redis';
import { openTestRedis } from '../../../../test/support/test-redis.js';
import { SocketPage } from '../../../../test/support/socket-page.js';
import { TestGateway } from '../../test/test-gateway.js';
import { hashKey } from '../directory/streamer-directory.js';

const OBS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/103.0.5060.134 Safari/537.36 OBS/30.0.2';
const redis = openTestRedis();
const presence = new RedisPagePresence(redis);
let gateways: TestGateway[];

beforeAll(async () => {
  gateways = [await TestGateway.start(), await TestGateway.start()];
});
afterAll(async () => {
  for (const gateway of gateways) expect(gateway.errors).toEqual([]);
  await Promise.all(gateways.map((gateway) => gateway[Symbol.asyncDispose]()));
  await redis.quit();
});

async function open(gateway: TestGateway, agent: string, hello: Record<string, unknown>): Promise<SocketPage> {
  const page = await SocketPage.connect(gateway.url, { 'user-agent': agent });
  await page.hello(hello);
  return page;
}

it('knows which pages are open on all gateways, which of them OBS shows, and leaves previews out', async () => {
  const [key, streamerId] = [randomUUID(), randomUUID()];
  const [first, second] = [gateways[0]!, gateways[1]!];
  await first.store.write({ streamerId, active: true, rev: 1, keyHash: hashKey(key), widgets: [] });
  await first.openLog(streamerId);
  const before = new Date().toISOString();
  const inObs = await open(first, OBS, { key, widget: 'alerts' });
  const inBrowser = await open(second, 'Mozilla/5.0 Chrome/140.0 Safari/537.36', { key, widget: 'alerts' });
  await open(second, OBS, { key, widget: 'alerts', preview: true });
  const chat = await open(second, OBS, { key, widget: 'chat' });
  const counted = async () =>
    (await presence.openPages(streamerId)).map(({ widget, pages, obs }) => `${widget.id} ${pages} ${obs}`);
  await expect.poll(counted, { timeout: 10_000 }).toEqual(['alerts 2 1', 'chat 1 1']);
  const [{ since } = { since: '' }] = await presence.openPages(streamerId);
  expect(since >= before && since <= new Date().toISOString()).toBe(true);
  inObs.close();
  await expect.poll(counted, { timeout: 10_000 }).toEqual(['alerts 1 0', 'chat 1 1']);
  inBrowser.close();
  chat.close();
  await expect.poll(counted, { timeout: 10_000 }).toEqual([]);
});

it('takes its pages back when a gateway ends', async () => {
  const [key, streamerId] = [randomUUID(), randomUUID()];
  const ending = await TestGateway.start();
  await ending.store.write({ streamerId, active: true, rev: 1, keyHash: hashKey(key), widgets: [] });
  await ending.openLog(streamerId);
  await open(ending, OBS, { key, widget: 'goals' });
  await expect.poll(() => presence.openPages(streamerId), { timeout: 10_000 }).toHaveLength(1);
  await ending[Symbol.asyncDispose]();
  expect(await presence.openPages(streamerId)).toEqual([]);
});
