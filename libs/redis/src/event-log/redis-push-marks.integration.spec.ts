import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTestRedis } from '../../../../test/support/test-redis.js';
import type { RedisConnection } from '../connection.js';
import { RedisLivePush } from './redis-live-push.js';
import { RedisPushMarks } from './redis-push-marks.js';

let redis: RedisConnection;
let push: RedisLivePush;
let subscriber: RedisConnection;
const gatewayId = randomUUID();
let marks: RedisPushMarks | undefined;
let lags: number[];
let wanted: boolean;

beforeEach(() => {
  redis = openTestRedis();
  subscriber = openTestRedis('subscriber');
  push = new RedisLivePush(subscriber, (error) => {
    throw error;
  });
  lags = [];
  wanted = true;
});
afterEach(() => {
  marks?.stop();
  redis.disconnect();
  subscriber.disconnect();
});

function mark(): void {
  const onMark = (lagMs: number) => void lags.push(lagMs);
  marks = new RedisPushMarks({ publisher: redis, push, gatewayId, wanted: () => wanted, onMark });
  marks.start();
}

function block(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

it('measures how long a mark waits behind what is handled before it', async () => {
  const channel = randomUUID();
  await push.listen(channel, () => block(20));
  mark();
  await expect.poll(() => lags.length).toBeGreaterThan(1);
  // 60 messages that take 20 ms each, too large to be read at once: whoever comes after them waits for a second.
  const flood = redis.pipeline();
  for (let n = 0; n < 60; n++) flood.publish(channel, 'x'.repeat(20_000));
  await flood.exec();
  await expect.poll(() => Math.max(...lags)).toBeGreaterThan(200);
  await expect.poll(() => lags.at(-1)).toBeLessThan(50);
});

it('sends none while nobody wants any', async () => {
  wanted = false;
  mark();
  const heard: string[] = [];
  const other = `gateway:${gatewayId}:mark`;
  const witness = openTestRedis('subscriber');
  witness.on('message', (_channel, text) => heard.push(text));
  await witness.subscribe(other);
  const timer = Promise.withResolvers<void>();
  setTimeout(timer.resolve, 300);
  await timer.promise;
  expect(heard).toEqual([]);
  wanted = true;
  await expect.poll(() => heard.length).toBeGreaterThan(0);
  witness.disconnect();
});

it('lets everything else have its turn while a flood is handled', async () => {
  const channel = randomUUID();
  let inARow = 0;
  let longest = 0;
  let heard = 0;
  const order: number[] = [];
  await push.listen(channel, (payload) => {
    heard += 1;
    order.push(Number(payload.toString('latin1', 0, 4)));
    longest = Math.max(longest, ++inARow);
    block(2);
  });
  let going = true;
  const look = () => {
    inARow = 0;
    if (going) setImmediate(look);
  };
  look();
  // 20 KB each: three of them in what Node reads at once, and a hundred in what it would read before anything else.
  const flood = redis.pipeline();
  for (let n = 0; n < 200; n++) flood.publish(channel, String(1000 + n).padEnd(20_000));
  await flood.exec();
  await expect.poll(() => heard).toBe(200);
  going = false;
  expect(order).toEqual(Array.from({ length: 200 }, (_, n) => 1000 + n));
  expect(longest).toBeLessThan(25);
});
