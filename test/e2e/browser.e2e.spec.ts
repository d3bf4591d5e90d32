import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StreamerWithKey } from '#libs/contracts';
import { launchChromium } from '../support/chromium.js';
import { Cluster } from '../support/cluster.js';

let cluster: Cluster;
let browser: Browser;
let streamer: StreamerWithKey;
beforeAll(async () => {
  [cluster, browser] = await Promise.all([Cluster.start({ workers: 1 }), launchChromium()]);
  cluster.simulator.room('onscreen').goLive();
  streamer = await cluster.createStreamer('onscreen');
  await cluster.simulator.room('onscreen').waitForClients(1);
});
afterAll(async () => {
  await browser.close();
  await cluster[Symbol.asyncDispose]();
});

/** Opens a widget page and fails on anything that it could not load or run. */
async function open(widget: string): Promise<{ page: Page; problems: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('requestfailed', (request) => problems.push(`failed: ${request.url()}`));
  page.on('response', (response) => {
    if (response.status() >= 400 && !response.url().endsWith('/favicon.ico')) problems.push(response.url());
  });
  const connected = page.waitForEvent('websocket');
  await page.goto(`${cluster.gatewayUrl}/${streamer.widgetKey}/${widget}`);
  const socket = await connected;
  await socket.waitForEvent('framereceived');
  return { page, problems };
}

it('shows a gift that was sent on TikTok, with its sender, count and coins', async () => {
  const { page, problems } = await open('gifts');
  const room = cluster.simulator.room('onscreen');
  const sender = { id: '7001', handle: 'mia.sings', name: 'Mia <b>Sings</b> 🌸' };
  for (const repeatCount of [1, 2, 5]) {
    room.send({ type: 'gift', gift: 'Rose', groupId: '9', repeatCount, repeatEnd: false, user: sender });
  }
  await page.getByText('Mia <b>Sings</b> 🌸').first().waitFor();
  await expect.poll(() => page.locator('body').innerText(), { timeout: 10_000 }).toMatch(/5/);
  expect(problems).toEqual([]);
  await page.close();
});

it('shows chat as text, whatever it says', async () => {
  const { page, problems } = await open('chat');
  const text = '<img src=x onerror="document.title=1"> مرحبا 👋';
  cluster.simulator.room('onscreen').send({ type: 'chat', text });
  await page.getByText(text).first().waitFor();
  expect(await page.locator('#stage img[src="x"]').count()).toBe(0);
  expect(problems).toEqual([]);
  await page.close();
});
