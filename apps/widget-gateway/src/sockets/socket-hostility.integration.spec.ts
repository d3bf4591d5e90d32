import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { StreamerReadModel } from '#libs/contracts';
import { chat } from '../../../../test/support/live-events.js';
import { SocketPage } from '../../../../test/support/socket-page.js';
import { TestGateway } from '../../test/test-gateway.js';
import { hashKey } from '../directory/streamer-directory.js';

const key = randomUUID();
const streamerId = randomUUID();
const model: StreamerReadModel = { streamerId, active: true, rev: 1, keyHash: hashKey(key), widgets: [], goals: [] };

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start({ helloTimeoutMs: 5000, askSupervisor: async () => model });
  await gateway.store.write(model);
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
});

it('lives on when a stranger resets a connection that it refused', async () => {
  const uncaught = vi.fn();
  process.on('uncaughtException', uncaught);
  for (let n = 0; n < 20; n++) {
    const client = connect(gateway.port, '127.0.0.1');
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
  const page = await SocketPage.join(gateway.url, { key, widget: 'feed' });
  await gateway.redis.hdel('{config}:models', streamerId);
  await gateway.redis.publish('{config}:changed', streamerId);
  page.send('ping', {});
  await page.until(() => page.all('pong')[0], 'pong');
  await sleep(100);
  expect(page.closeCode).toBeUndefined();
  await gateway.store.write(model);
  page.close();
});

it('does not spin when the log is shorter than it was said to be', async () => {
  const written = await gateway.openLog(streamerId);
  const first = await SocketPage.join(gateway.url, { key, widget: 'feed' });
  await written.append(...Array.from({ length: 6 }, (_, n) => chat(`c${n}`)));
  await first.until(() => first.items.length === 6, 'six events');
  const [meta] = await gateway.redis.keys(`*${streamerId}:meta`);
  await gateway.redis.hset(meta!, 'head', 4);
  const reads = vi.spyOn(gateway.log, 'read');
  const second = await SocketPage.join(gateway.url, { key, widget: 'feed' });
  await sleep(300);
  expect(reads.mock.calls.length).toBeLessThan(10);
  expect(second.closeCode).toBeUndefined();
  first.close();
  second.close();
});

it('cuts who floods it with pings', async () => {
  const page = await SocketPage.connect(gateway.url);
  for (let n = 0; n < 500; n++) page.socket.ping();
  expect(await page.closed()).toBeGreaterThan(0);
});

it('takes so many silent sockets of one address and no more, and goes on serving pages', async () => {
  await using small = await TestGateway.start({ helloTimeoutMs: 5000, maxWaiting: 4 });
  const page = await SocketPage.join(small.url, { key, widget: 'feed' });
  const silent = await Promise.all(Array.from({ length: 4 }, () => SocketPage.connect(small.url)));
  await expect(SocketPage.connect(small.url)).rejects.toThrow('429');
  page.send('ping', {});
  await page.until(() => page.all('pong')[0], 'pong');
  // One that introduces itself, and one that goes, make room.
  await silent[0]!.hello({ key, widget: 'chat' });
  (await SocketPage.connect(small.url)).close();
  const again = async () => {
    const one = await SocketPage.connect(small.url).catch(() => undefined);
    one?.close();
    return one !== undefined;
  };
  await expect.poll(again, { timeout: 10_000 }).toBe(true);
  for (const one of [page, ...silent]) one.close();
});
