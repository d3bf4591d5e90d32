import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { createRedis, type RedisConnection } from '#libs/redis';
import { percentile, record, type Figure } from '../../test/chaos/support/report.js';
import { launchChromium } from '../../test/support/chromium.js';
import { Cluster } from '../../test/support/cluster.js';

const EVENTS = Number(process.env['BENCH_PATH_EVENTS'] ?? 300);
const WARM_UP = 60;
const EVERY_MS = 50;
const MARK = /path-(\d+)-/g;

/** When the page had a line, by its number, ms: at its socket, in its tree, and in the frame after that. */
interface PageTimes {
  socket: Record<string, number>;
  tree: Record<string, number>;
  frame: Record<string, number>;
}

let cluster: Cluster;
let browser: Browser;
let redis: RedisConnection;
beforeAll(async () => {
  cluster = await Cluster.start({ workers: 1, rooms: ['path'] });
  redis = createRedis({ kind: 'single', url: cluster.redis.url }, 'path');
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  redis.disconnect();
  await cluster[Symbol.asyncDispose]();
});

it('from a frame on the socket of TikTok to a page in a real browser', async () => {
  const room = cluster.simulator.room('path').goLive();
  const streamer = await cluster.createStreamer('path');
  await room.waitForClients(1);
  const page = await (await browser.newContext({ viewport: { width: 600, height: 900 } })).newPage();
  await page.addInitScript({ path: fileURLToPath(new URL('./watch-lines.js', import.meta.url)) });
  await page.goto(`${cluster.gatewayUrl}/${streamer.widgetKey}/chat`);
  await page.waitForLoadState('networkidle');
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const sent = new Map<string, number>();
  for (let n = 0; n < WARM_UP + EVENTS; n++) {
    sent.set(String(n), precise());
    room.send({ type: 'chat', text: `path-${n}- hello from the back of the room` });
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  const last = String(WARM_UP + EVENTS - 1);
  await expect.poll(async () => (await times()).frame[last]).toBeDefined();
  const seen = await times();
  const logged = await inLog(streamer.id);
  const numbers = [...sent.keys()].slice(WARM_UP).filter((n) => seen.frame[n] !== undefined && logged.has(n));
  const stages: [string, (n: string) => number][] = [
    ['decode: frame sent to events of a batch', (n) => logged.get(n)!.received - sent.get(n)!],
    ['normalise and append: to the entry of the log', (n) => logged.get(n)!.appended - logged.get(n)!.received],
    ['push: to the socket of the page', (n) => seen.socket[n]! - logged.get(n)!.appended],
    ['render: to the tree of the page', (n) => seen.tree[n]! - seen.socket[n]!],
    ['paint: to the next frame', (n) => seen.frame[n]! - seen.tree[n]!],
    ['whole path', (n) => seen.frame[n]! - sent.get(n)!],
  ];
  const figures: Figure[] = stages.flatMap(([name, value]) => {
    const values = numbers.map(value);
    return [0.5, 0.99].map((share) => ({
      figure: `${name}, p${share * 100}`,
      measured: Number(percentile(values, share).toFixed(1)),
      unit: 'ms',
    }));
  });
  record({ scenario: 'whole path', figures, evidence: [] });
  expect(numbers.length).toBe(EVENTS);

  async function times(): Promise<PageTimes> {
    return await page.evaluate(() => (globalThis as unknown as { seen: PageTimes }).seen);
  }
});

/** The wall clock with fractions of a millisecond: what all parts share. */
function precise(): number {
  return performance.timeOrigin + performance.now();
}

/** Redis and the worker count whole milliseconds: half of one is the mean of what they cut off. */
async function inLog(streamerId: string): Promise<Map<string, { received: number; appended: number }>> {
  const [key] = await redis.keys(`*${streamerId}:log`);
  const entries = await redis.xrange(key!, '-', '+');
  return new Map(
    entries.flatMap(([, fields]) => {
      const { receivedAt: received, text } = JSON.parse(fields[3]!) as { receivedAt: number; text?: string };
      const number = [...(text ?? '').matchAll(MARK)][0]?.[1];
      return number === undefined ? [] : [[number, { received: received + 0.5, appended: Number(fields[5]) + 0.5 }]];
    }),
  );
}
