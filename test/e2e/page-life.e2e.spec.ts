import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StreamerWithKey } from '#libs/contracts';
import { launchChromium } from '../support/chromium.js';
import { Cluster } from '../support/cluster.js';

let cluster: Cluster;
let browser: Browser;
let serial = 0;
beforeAll(async () => {
  [cluster, browser] = await Promise.all([Cluster.start({ workers: 1 }), launchChromium()]);
});
afterAll(async () => {
  await browser.close();
  await cluster[Symbol.asyncDispose]();
});

/** Runs before the page does: makes it look like a browser source, and lets a test stop its frames. */
const HIDEABLE = `
  const request = requestAnimationFrame.bind(window);
  window.framesStopped = false;
  window.obsstudio = { pluginVersion: '2.24.0' };
  window.requestAnimationFrame = (callback) => (framesStopped ? 0 : request(callback));
`;

/** What OBS does to a source that is hidden and not shut down. */
const setVisible = (visible: boolean) => `
  window.framesStopped = ${!visible};
  dispatchEvent(new CustomEvent('obsSourceVisibleChanged', { detail: { visible: ${visible} } }));
`;

/** One OBS: a browser whose storage outlives its pages, and in which frames can stop as they do for a hidden source. */
class Obs {
  private constructor(
    readonly streamer: StreamerWithKey,
    readonly handle: string,
    private readonly context: BrowserContext,
  ) {}

  static async start(): Promise<Obs> {
    serial += 1;
    const handle = `pagelife${serial}`;
    cluster.simulator.room(handle).goLive();
    const streamer = await cluster.createStreamer(handle);
    await cluster.simulator.room(handle).waitForClients(1);
    const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
    await context.addInitScript({ content: HIDEABLE });
    return new Obs(streamer, handle, context);
  }

  async open(): Promise<Page> {
    const page = await this.context.newPage();
    const socket = page.waitForEvent('websocket');
    await page.goto(`${cluster.gatewayUrl}/${this.streamer.widgetKey}/gifts`);
    await (await socket).waitForEvent('framereceived');
    return page;
  }

  gift(name: string): void {
    const user = { id: String((serial += 1) + 7_000_000), handle: name.replace(' ', '.'), name };
    cluster.simulator.room(this.handle).send({ type: 'gift', gift: 'Lion', user });
  }

  /** What the server knows of each sender's alert. */
  async states(): Promise<Record<string, string>> {
    const answer = await cluster.api('GET', `/streamers/${this.streamer.id}/widgets/gifts/alerts`);
    const { items } = (await answer.json()) as { items: { event: { user: { name: string } }; state: string }[] };
    return Object.fromEntries(items.map(({ event, state }) => [event.user.name, state]));
  }
}

async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['TEST_SHOTS'];
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
}

const shown = (page: Page, name: string) => page.getByText(name, { exact: true }).first();

it('does not show an alert again that a reload cut short, and goes on with the next', async () => {
  const obs = await Obs.start();
  const page = await obs.open();
  obs.gift('cut');
  await shown(page, 'cut').waitFor();
  await picture(page, 'before-reload');
  obs.gift('next');
  await expect.poll(() => obs.states()).toMatchObject({ next: 'queued' });
  await page.reload();
  await shown(page, 'next').waitFor();
  expect(await page.getByText('cut', { exact: true }).count()).toBe(0);
  await picture(page, 'after-reload');
  expect(await obs.states()).toMatchObject({ cut: 'started', next: 'started' });
});

it('goes through its queue while the source is hidden and no frame is drawn', async () => {
  const obs = await Obs.start();
  const page = await obs.open();
  await page.evaluate(setVisible(false));
  obs.gift('unseen');
  await expect.poll(() => obs.states(), { timeout: 15_000 }).toMatchObject({ unseen: 'done' });
  await page.evaluate(setVisible(true));
  obs.gift('seen');
  await shown(page, 'seen').waitFor();
  await picture(page, 'shown-again');
  expect(await page.getByText('unseen', { exact: true }).count()).toBe(0);
});

it('shows what came while the page was closed, once', async () => {
  const obs = await Obs.start();
  const before = await obs.open();
  obs.gift('early');
  await expect.poll(() => obs.states(), { timeout: 15_000 }).toMatchObject({ early: 'done' });
  await before.close();
  obs.gift('while away');
  await expect.poll(() => obs.states()).toMatchObject({ 'while away': 'queued' });
  const page = await obs.open();
  await shown(page, 'while away').waitFor();
  await picture(page, 'opened-again');
  expect(await page.getByText('early', { exact: true }).count()).toBe(0);
  await expect.poll(() => obs.states(), { timeout: 15_000 }).toMatchObject({ 'while away': 'done' });
});
