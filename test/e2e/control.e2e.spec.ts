import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { alertListSchema, controlAcceptedSchema, type AlertList, type StreamerWithKey } from '#libs/contracts';
import { launchChromium } from '../support/chromium.js';
import { Cluster } from '../support/cluster.js';

let cluster: Cluster;
let browser: Browser;
let streamer: StreamerWithKey;
let room: ReturnType<Cluster['simulator']['room']>;
let pages: Page[];
let serial = 0;
beforeAll(async () => {
  [cluster, browser] = await Promise.all([Cluster.start({ workers: 1 }), launchChromium()]);
});
afterAll(async () => {
  await browser.close();
  await cluster[Symbol.asyncDispose]();
});
beforeEach(async () => {
  pages = [];
  const handle = `control${serial++}`;
  room = cluster.simulator.room(handle).goLive();
  streamer = await cluster.createStreamer(handle);
  await room.waitForClients(1);
});
afterEach(async () => {
  await Promise.all(pages.map((page) => page.close()));
});

/** A page in a browser of its own: nothing is shared with another but the link. */
async function open(): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  pages.push(page);
  const connected = page.waitForEvent('websocket');
  await page.goto(`${cluster.gatewayUrl}/${streamer.widgetKey}/gifts`);
  const socket = await connected;
  await socket.waitForEvent('framereceived');
  return page;
}

async function control(action: string, eventId?: string): Promise<void> {
  const path = `/streamers/${streamer.id}/widgets/gifts/control`;
  const answer = await cluster.api('POST', path, { action, ...(eventId ? { eventId } : {}) });
  expect(answer.status).toBe(202);
  controlAcceptedSchema.parse(await answer.json());
}

async function list(): Promise<AlertList> {
  return alertListSchema.parse(
    await (await cluster.api('GET', `/streamers/${streamer.id}/widgets/gifts/alerts`)).json(),
  );
}
/** `sender state`, oldest first. */
async function states(): Promise<string[]> {
  const { items } = await list();
  return items.toReversed().map(({ event, state }) => `${nameOf(event)} ${state}`);
}
const nameOf = (event: AlertList['items'][number]['event']) => ('user' in event ? (event.user?.name ?? '') : '');

/** Sends a gift that is complete at once from each of them, and waits until all are stored. */
async function give(...names: string[]): Promise<void> {
  const before = (await list()).items.length;
  for (const name of names) {
    const user = { id: `9${name.length}${name.charCodeAt(0)}${name.charCodeAt(1)}`, handle: name.toLowerCase(), name };
    room.send({ type: 'gift', gift: 'Galaxy', user });
  }
  await expect.poll(async () => (await list()).items.length, { timeout: 5000 }).toBe(before + names.length);
}

const alertsOn = (page: Page) => page.locator('.alert').count();
const shows = (page: Page, name: string, within = 10_000) =>
  page.locator('.name__text', { hasText: name }).first().waitFor({ timeout: within });

it('holds, shows, skips, clears and shows again as the streamer says', async () => {
  const page = await open();
  await control('pause');
  await give('Mia', 'Ben', 'Cleo', 'Dora');
  await page.waitForTimeout(700);
  expect(await alertsOn(page)).toBe(0);
  expect(await states()).toEqual(['Mia queued', 'Ben queued', 'Cleo queued', 'Dora queued']);

  const pressed = performance.now();
  await control('resume');
  await shows(page, 'Mia', 1000);
  expect(performance.now() - pressed).toBeLessThan(1000);
  const ben = (await list()).items.find(({ event }) => nameOf(event) === 'Ben')!;
  await control('skip', ben.event.id);
  await control('skip');
  await shows(page, 'Cleo', 2000);
  await expect.poll(states).toEqual(['Mia done', 'Ben skipped', 'Cleo started', 'Dora queued']);

  await control('clear');
  await expect.poll(() => alertsOn(page)).toBe(0);
  await expect.poll(states).toEqual(['Mia done', 'Ben skipped', 'Cleo done', 'Dora skipped']);
  const second = await open();
  await page.waitForTimeout(1000);
  expect([await alertsOn(page), await alertsOn(second)]).toEqual([0, 0]);

  await control('replay', ben.event.id);
  await Promise.all([shows(page, 'Ben', 1000), shows(second, 'Ben', 1000)]);
  await expect.poll(() => alertsOn(page), { timeout: 8000 }).toBe(0);
  expect(await states()).toEqual(['Mia done', 'Ben skipped', 'Cleo done', 'Dora skipped']);
});

it('keeps what was said over a restart of the gateway, and clears what waits in its pages', async () => {
  const page = await open();
  await control('pause');
  await control('mute');
  await give('Emil', 'Finn');
  await page.waitForTimeout(300);
  await cluster.gateways[0]!.end('SIGKILL');
  await control('clear');
  await give('Gina');
  await cluster.reviveGateway();

  const fresh = await open();
  expect(await fresh.locator('html').getAttribute('data-muted')).toBe('true');
  await page.waitForTimeout(2500);
  expect([await alertsOn(page), await alertsOn(fresh)]).toEqual([0, 0]);
  await control('resume');
  await Promise.all([shows(page, 'Gina', 20_000), shows(fresh, 'Gina')]);
  await expect.poll(() => alertsOn(page), { timeout: 8000 }).toBe(0);
  expect(await states()).toEqual(['Emil skipped', 'Finn skipped', 'Gina done']);
});

it('reloads between alerts, and nothing is lost or shown twice', async () => {
  const page = await open();
  await give('Hugo', 'Ines');
  await shows(page, 'Hugo');
  const reloaded = page.waitForEvent('load', { timeout: 10_000 });
  await control('reload');
  await page.waitForTimeout(500);
  expect(await alertsOn(page)).toBe(1);
  await reloaded;
  await shows(page, 'Ines');
  await expect.poll(states, { timeout: 10_000 }).toEqual(['Hugo done', 'Ines done']);
});
