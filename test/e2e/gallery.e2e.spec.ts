import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO_WIDGET_KEY, WIDGET_TYPES } from '#libs/contracts';
import { launchChromium } from '../support/chromium.js';
import { Cluster } from '../support/cluster.js';

let cluster: Cluster;
let browser: Browser;
beforeAll(async () => {
  const demo = { STREAMSHAPE_DEMO: '1', STREAMSHAPE_DEMO_HANDLE: 'showroom' };
  [cluster, browser] = await Promise.all([Cluster.start({ workers: 0, environment: demo }), launchChromium()]);
  cluster.simulator.room('showroom').goLive();
  // The first look finds the room live: there is nobody to look before.
  await cluster.addWorker();
  await cluster.simulator.room('showroom').waitForClients(1);
});
afterAll(async () => {
  await browser.close();
  await cluster[Symbol.asyncDispose]();
});

/** The frame of one widget, once its page is in it. */
async function frameOf(page: Page, widget: string): Promise<Frame> {
  const holder = page.locator(`.card iframe[title="${widget}"]`);
  await holder.scrollIntoViewIfNeeded();
  const frame = await (await holder.elementHandle())?.contentFrame();
  if (!frame) throw new Error(`no frame shows ${widget}`);
  await frame.waitForSelector('#stage', { state: 'attached' });
  return frame;
}

it('shows every widget of the demo live, in the theme that was picked', async () => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/i.test(message.text())) problems.push(message.text());
  });
  const strangers: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith('data:') && !request.url().startsWith(cluster.gatewayUrl))
      strangers.push(request.url());
  });
  const answer = await page.goto(`${cluster.gatewayUrl}/gallery#arena.light.wide`);
  expect(answer?.headers()['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(await page.locator('.card').count()).toBe(WIDGET_TYPES.length);
  expect(strangers).toEqual([]);
  // A frame of another colour scheme than its page would hide the scene behind it.
  const scheme = `getComputedStyle(document.querySelector('.stage__frame')).colorScheme`;
  expect(await page.evaluate(scheme)).toBe('light');
  const [chat, gifts] = [await frameOf(page, 'chat'), await frameOf(page, 'gifts')];
  const room = cluster.simulator.room('showroom');
  const user = { id: '7001', handle: 'mia.sings', name: 'Mia Sings 🌸' };
  // A page that joins after the first gift of a streak is not shown the same total again: each try is a streak of its own.
  let streak = 0;
  await expect
    .poll(async () => {
      room.send({ type: 'chat', text: 'hello gallery', user });
      room.send({
        type: 'gift',
        gift: 'Rose',
        groupId: `${Date.now()}${streak++}`,
        repeatCount: 3,
        repeatEnd: false,
        user,
      });
      return (await chat.getByText('hello gallery').count()) > 0 && (await gifts.locator('.alert').count()) > 0;
    })
    .toBe(true);
  expect(await gifts.locator('.name__text').first().textContent()).toBe('Mia Sings 🌸');
  expect(await chat.locator('html').getAttribute('data-theme')).toBe('arena');
  expect(await chat.locator('html').getAttribute('data-scene')).toBe('light');

  await page.locator('[data-choice="editorial"]').click();
  await page.locator('[data-choice="tall"]').click();
  const again = await frameOf(page, 'chat');
  await expect.poll(() => again.locator('html').getAttribute('data-theme')).toBe('editorial');
  expect(await page.locator('.stage').first().getAttribute('data-canvas')).toBe('tall');
  expect(problems).toEqual([]);
  await page.close();
});

it('lets nobody else frame a widget, and previews change nothing for OBS', async () => {
  const policy = async (path: string) =>
    (await fetch(`${cluster.gatewayUrl}${path}`)).headers.get('content-security-policy') ?? '';
  expect(await policy(`/${DEMO_WIDGET_KEY}/chat?preview=1`)).toMatch(
    /frame-ancestors 'self' http:\/\/localhost:\d+ http:\/\/127\.0\.0\.1:\d+$/,
  );
  const page = await browser.newPage();
  await page.goto(`${cluster.gatewayUrl}/${DEMO_WIDGET_KEY}/viewers?theme=arena`);
  await expect.poll(() => page.locator('html').getAttribute('data-source')).toBeTruthy();
  expect(await page.locator('html').getAttribute('data-theme')).toBe('glass');
  await page.close();
});
