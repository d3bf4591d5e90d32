import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { StreamerReadModel } from '#libs/contracts';
import {
  RedisAlertMarks,
  RedisEventLog,
  RedisLeaseStore,
  RedisLivePush,
  RedisReadModelStore,
  RedisWidgetControls,
} from '#libs/redis';
import { chat } from '../../../../test/support/live-events.js';
import { SocketPage } from '../../../../test/support/socket-page.js';
import { openTestRedis } from '../../../../test/support/test-redis.js';
import { hashKey, StreamerDirectory } from '../directory/streamer-directory.js';
import { SocketServer } from './socket-server.js';
import { WidgetHub } from './widget-hub.js';

const redis = openTestRedis();
const subscriber = openTestRedis('subscriber');
const log = new RedisEventLog(redis);
const store = new RedisReadModelStore(redis);
const push = new RedisLivePush(subscriber, () => undefined);
const key = randomUUID();
const streamerId = randomUUID();
const model: StreamerReadModel = { streamerId, active: true, rev: 1, keyHash: hashKey(key), widgets: [], goals: [] };

let http: Server;
let sockets: SocketServer;
let hub: WidgetHub;
let port: number;
let url: string;

beforeAll(async () => {
  await push.start();
  await store.write(model);
  hub = new WidgetHub({
    log,
    marks: new RedisAlertMarks(redis),
    controls: new RedisWidgetControls(redis),
    push,
    directory: new StreamerDirectory({ store, askSupervisor: async () => model, now: Date.now }),
    maxSocketsPerStreamer: 20,
    heartbeatMs: 200,
    now: Date.now,
    onError: () => undefined,
  });
  sockets = new SocketServer(hub, { helloTimeoutMs: 5000, onError: () => undefined });
  http = createServer();
  sockets.attach(http);
  hub.start();
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  ({ port } = http.address() as AddressInfo);
  url = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  await sockets.close(200);
  hub.stop();
  http.close();
  subscriber.disconnect();
  await redis.quit();
});

it('lives on when a stranger resets a connection that it refused', async () => {
  const uncaught = vi.fn();
  process.on('uncaughtException', uncaught);
  for (let n = 0; n < 20; n++) {
    const client = connect(port, '127.0.0.1');
    await once(client, 'connect');
    client.write('GET /nope HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    client.on('error', () => undefined);
    await Promise.race([once(client, 'data'), once(client, 'close')]);
    client.resetAndDestroy();
  }
  await sleep(50);
  process.off('uncaughtException', uncaught);
  expect(uncaught).not.toHaveBeenCalled();
});

it('keeps its pages when Redis forgot their settings and the supervisor knows them', async () => {
  const page = await SocketPage.join(url, { key, widget: 'feed' });
  await redis.hdel('{config}:models', streamerId);
  await redis.publish('{config}:changed', streamerId);
  page.send('ping', {});
  await page.until(() => page.all('pong')[0], 'pong');
  await sleep(100);
  expect(page.closeCode).toBeUndefined();
  await store.write(model);
  page.close();
});

it('does not spin when the log is shorter than it was said to be', async () => {
  const owner = { nodeId: 'writer', generation: 1 };
  await new RedisLeaseStore(redis, { ttlMs: 60_000 }).acquire(streamerId, owner);
  const opened = await log.open(streamerId, owner);
  if (opened.outcome !== 'opened') throw new Error(opened.outcome);
  const first = await SocketPage.join(url, { key, widget: 'feed' });
  const entries = Array.from({ length: 6 }, (_, n) => ({ event: chat(`c${n}`) }));
  const batch = { streamerId, owner, position: opened.state.position, day: '2026-11-23', entries };
  await log.append(batch);
  await first.until(() => first.items.length === 6, 'six events');
  const [meta] = await redis.keys(`*${streamerId}:meta`);
  await redis.hset(meta!, 'head', 4);
  const reads = vi.spyOn(log, 'read');
  const second = await SocketPage.join(url, { key, widget: 'feed' });
  await sleep(300);
  expect(reads.mock.calls.length).toBeLessThan(10);
  expect(second.closeCode).toBeUndefined();
  first.close();
  second.close();
});

it('cuts who floods it with pings', async () => {
  const page = await SocketPage.connect(url);
  for (let n = 0; n < 500; n++) page.socket.ping();
  expect(await page.closed()).toBeGreaterThan(0);
});
