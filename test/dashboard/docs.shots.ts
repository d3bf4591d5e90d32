import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pastStreamPageSchema } from '#libs/contracts';
import { DemoStage, open } from './support/demo-stage.js';
import { gallery } from './support/gallery.js';
import { places, type Place } from './support/pages.js';

/*
 * The pictures of docs/dashboard.md: `npm run docs:dashboard`. Every page of a demo that this script starts, on a phone
 * and on a desktop, in light and in dark.
 */
const folder = process.env['SHOTS_FOLDER'] ?? 'docs/images/dashboard';
const only = process.env['SHOTS_PAGES']?.split(',');
const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } } as const;
const SCHEMES = ['light', 'dark'] as const;
/** How long the demo runs before its picture is taken: the chart needs a while, ms. */
const LIVE_MS = Number(process.env['SHOTS_LIVE_MS'] ?? 100_000);

let stage: DemoStage;
let all: Place[];
beforeAll(async () => {
  stage = await DemoStage.start({ sells: true });
  await mkdir(folder, { recursive: true });
}, 120_000);
afterAll(async () => stage[Symbol.asyncDispose]());

/** Lets the room be live for a while, ends that stream, and begins another with widgets open in OBS. */
async function firstStream(): Promise<string> {
  const context = await stage.signedIn();
  const get = async (path: string) =>
    (await context.request.get(`${stage.url}/api/v1${path}`)).json() as Promise<unknown>;
  const { streamer } = (await get('/me')) as { streamer: { id: string } };
  const { widgetKey } = (await get(`/streamers/${streamer.id}/widget-key`)) as { widgetKey: string };
  await new Promise((done) => setTimeout(done, LIVE_MS));
  stage.room.goOffline();
  const ended = async () => pastStreamPageSchema.parse(await get(`/streamers/${streamer.id}/streams`)).items;
  await expect.poll(async () => (await ended()).length, { timeout: 30_000 }).toBeGreaterThan(0);
  const [stream] = await ended();
  stage.room.startLively({ pace: 3 });
  for (const widget of ['alerts', 'chat']) {
    const page = await stage.browser.newPage();
    await page.addInitScript('window.obsstudio = { pluginVersion: "2.24.0" }');
    await page.goto(`${stage.cluster.gatewayUrl}/${widgetKey}/${widget}`);
  }
  await new Promise((done) => setTimeout(done, LIVE_MS));
  stage.room.disturb({ kind: 'terminate' });
  await new Promise((done) => setTimeout(done, LIVE_MS / 5));
  await context.close();
  return encodeURIComponent(stream!.id);
}

async function ownAccount(): Promise<string> {
  const context = await stage.signedIn();
  const { account } = (await (await context.request.get(`${stage.url}/api/v1/me`)).json()) as {
    account: { id: string };
  };
  await context.close();
  return account.id;
}

async function shoot(context: BrowserContext, place: Place, file: string): Promise<void> {
  const page = await context.newPage();
  await open(page, stage.url + place.path);
  await settle(page);
  await page.screenshot({ path: join(folder, `${file}.jpg`), type: 'jpeg', quality: 80 });
  await page.close();
}

/** Frames show their widgets, pictures have come, and nothing moves any more. */
async function settle(page: Page): Promise<void> {
  await page.evaluate('document.fonts.ready');
  await page.waitForTimeout((await page.locator('iframe').count()) > 0 ? 3000 : 600);
}

it(
  'lets the demo run, so that there is something to see',
  async () => {
    all = places({ stream: await firstStream(), widget: 'alerts', account: await ownAccount() }).filter(
      ({ name }) => only?.includes(name) ?? true,
    );
  },
  3 * LIVE_MS + 60_000,
);

it.each(SCHEMES.flatMap((scheme) => Object.keys(SIZES).map((size) => ({ scheme, size: size as keyof typeof SIZES }))))(
  'every page on a $size in $scheme',
  async ({ scheme, size }) => {
    const looks = { colorScheme: scheme, viewport: SIZES[size], reducedMotion: 'reduce' as const };
    const [visitor, member] = [await stage.browser.newContext(looks), await stage.signedIn(looks)];
    for (const place of all) {
      await shoot(place.area === 'public' ? visitor : member, place, `${place.name}-${size}-${scheme}`);
    }
    await Promise.all([visitor.close(), member.close()]);
  },
  300_000,
);

it('lists them', async () => {
  if (only) return;
  await writeFile(join(folder, 'README.md'), gallery(all));
});
