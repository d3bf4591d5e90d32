import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { meSchema, pastStreamPageSchema } from '#libs/contracts';
import { DemoStage, open } from './support/demo-stage.js';
import { places, type Place } from './support/pages.js';
import { violationsOn } from './support/violations.js';

let stage: DemoStage;
beforeAll(async () => {
  stage = await DemoStage.start();
});
afterAll(async () => stage[Symbol.asyncDispose]());

/** What went wrong in a page without anybody asking: errors, and what its policy refused. */
function troubleIn(page: Page): string[] {
  const trouble: string[] = [];
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/i.test(message.text())) trouble.push(message.text());
  });
  return trouble;
}

/** A stream that is over, by ending the one of the demo room and beginning another. */
async function pastStream(): Promise<string> {
  const context = await stage.signedIn();
  const { streamer } = (await (await context.request.get(`${stage.url}/api/v1/me`)).json()) as {
    streamer: { id: string };
  };
  stage.room.goOffline();
  const path = `${stage.url}/api/v1/streamers/${streamer.id}/streams`;
  const list = async () => pastStreamPageSchema.parse(await (await context.request.get(path)).json()).items;
  await expect.poll(async () => (await list()).length, { timeout: 30_000 }).toBeGreaterThan(0);
  const [first] = await list();
  stage.room.startLively({ pace: 3 });
  await context.close();
  return encodeURIComponent(first!.id);
}

async function ownAccount(): Promise<string> {
  const context = await stage.signedIn();
  const { account } = meSchema.parse(await (await context.request.get(`${stage.url}/api/v1/me`)).json());
  await context.close();
  return account.id;
}

const LIGHT = { viewport: { width: 1440, height: 900 }, colorScheme: 'light', reducedMotion: 'reduce' } as const;
/** By which the gateway knows OBS. */
const OBS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/127.0.0.0 Safari/537.36 OBS/31.0.0';
const PHONE = { width: 390, height: 844 };

/** What is wrong once the page has come to rest: a button that is just being enabled has neither colour. */
async function lasting(find: () => Promise<string[]>): Promise<string[]> {
  let found = await find();
  for (let again = 0; again < 8 && found.length > 0; again++) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    found = await find();
  }
  return found;
}

/** What axe finds on one page in either scheme, and whether the page fits a phone. */
async function faultsOf(page: Page, { name, path }: Place): Promise<string[]> {
  await page.setViewportSize(LIGHT.viewport);
  await page.emulateMedia({ colorScheme: 'light' });
  await open(page, stage.url + path);
  const light = await lasting(() => violationsOn(page));
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
  const dark = await lasting(() => violationsOn(page));
  await page.setViewportSize(PHONE);
  const wide = await lasting(async () => {
    const width = Number(await page.evaluate('document.documentElement.scrollWidth'));
    return width > PHONE.width ? [`${name}: ${width} px wide on a phone of ${PHONE.width}`] : [];
  });
  return [...light.map((text) => `${name}, light: ${text}`), ...dark.map((text) => `${name}, dark: ${text}`), ...wide];
}

it('has no serious accessibility violation on any page, in either scheme, and fits a phone', async () => {
  const all = places({ stream: await pastStream(), widget: 'alerts', account: await ownAccount() });
  expect(all.length).toBeGreaterThan(20);
  const walk = async (context: BrowserContext, some: readonly Place[]): Promise<string[]> => {
    const page = await context.newPage();
    const trouble = troubleIn(page);
    const faults: string[] = [];
    for (const place of some) faults.push(...(await faultsOf(page, place)));
    await context.close();
    return [...faults, ...trouble];
  };
  const found = await Promise.all([
    walk(
      await stage.browser.newContext(LIGHT),
      all.filter(({ area }) => area === 'public'),
    ),
    walk(
      await stage.signedIn(LIGHT),
      all.filter(({ area }) => area !== 'public'),
    ),
  ]);
  expect(found.flat()).toEqual([]);
}, 300_000);

it('leads a new streamer from sign-up to a widget in OBS, and out again', async () => {
  // A second try begins as somebody else.
  const handle = `newcomer${Date.now() % 100_000}`;
  stage.cluster.simulator.room(handle).goLive();
  const context = await stage.browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const trouble = troubleIn(page);
  const [email, password] = [`${handle}@example.org`, 'correct horse battery'];
  await open(page, `${stage.url}/`);
  await page.getByRole('link', { name: 'Make your overlay' }).click();
  await page.getByLabel('What should we call you?').fill('Newcomer');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Make my account' }).click();
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor();

  await page.getByRole('link', { name: 'outbox' }).click();
  await page
    .getByRole('link', { name: /verify-email/ })
    .first()
    .click();
  await page.getByRole('link', { name: 'Set up your overlay' }).click();
  await page.getByLabel('TikTok handle').fill(`@${handle}`);
  await page.getByRole('button', { name: 'Look it up' }).click();
  await page.getByRole('button', { name: 'That is me' }).click();
  await page.getByRole('radio', { name: /^Neon/ }).click();
  await expect.poll(() => page.locator('iframe').getAttribute('src')).toContain('theme=neon');
  await page.getByRole('button', { name: 'Take Neon' }).click();

  const link = page.getByRole('textbox', { name: 'Your link for OBS' });
  expect(await link.inputValue()).toContain('••••');
  await page.getByRole('button', { name: 'Show it' }).click();
  const address = await link.inputValue();
  await page.getByText('Waiting for OBS').waitFor();
  const obs = await stage.browser.newPage({ userAgent: OBS });
  await obs.addInitScript('window.obsstudio = { pluginVersion: "2.24.0" }');
  await obs.goto(address);
  await page.getByText('Connected in OBS').waitFor({ timeout: 20_000 });
  await page.getByRole('button', { name: 'Send a test alert' }).click();
  await obs.getByText('StreamShape').first().waitFor({ timeout: 20_000 });
  expect(await obs.locator('html').getAttribute('data-theme')).toBe('neon');

  await page.getByRole('link', { name: 'To my dashboard' }).click();
  await page.getByRole('heading', { name: 'Connected to your LIVE' }).waitFor({ timeout: 20_000 });
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Go on' }).waitFor();

  await open(page, `${stage.url}/widgets/alerts`);
  const preview = page.frameLocator('iframe[title^="Preview of"]');
  await page.getByRole('radio', { name: 'Arena' }).click();
  await expect.poll(() => preview.locator('html').getAttribute('data-theme')).toBe('arena');
  expect(await obs.locator('html').getAttribute('data-theme')).toBe('neon');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(() => obs.locator('html').getAttribute('data-theme'), { interval: 20 }).toBe('arena');

  await open(page, `${stage.url}/account`);
  await page.getByRole('button', { name: 'Delete my account' }).click();
  await page.getByLabel('Your password, to be sure that it is you').fill(password);
  await page.getByRole('button', { name: 'Delete everything' }).click();
  await page.getByText('everything in it is deleted').waitFor();
  await expect.poll(async () => (await fetch(address)).status, { timeout: 20_000 }).toBe(404);
  expect(trouble).toEqual([]);
  await Promise.all([obs.close(), context.close()]);
}, 240_000);
