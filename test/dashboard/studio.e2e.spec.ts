import type { BrowserContext, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO_WIDGET_KEY, meSchema, overviewSchema, widgetViewSchema } from '#libs/contracts';
import type { Cluster } from '../support/cluster.js';
import { DemoStage } from './support/demo-stage.js';

const OBS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/127.0.0.0 Safari/537.36 OBS/31.0.0';
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
/** Long enough for a busy machine; what must be fast is measured by itself. */
const SOON = { timeout: 15_000, interval: 50 };

let stage: DemoStage;
let cluster: Cluster;
let obsStudio: BrowserContext;
let page: Page;
let streamerId: string;

beforeAll(async () => {
  stage = await DemoStage.start({ live: false });
  cluster = stage.cluster;
  const [context, studio] = await Promise.all([
    stage.signedIn({ viewport: { width: 1440, height: 900 } }),
    stage.browser.newContext({ userAgent: OBS }),
  ]);
  obsStudio = studio;
  await obsStudio.addInitScript('window.obsstudio = { pluginVersion: "2.24.0" }');
  const me = meSchema.parse(await (await context.request.get(`${stage.url}/api/v1/me`)).json());
  streamerId = me.streamer!.id;
  page = await context.newPage();
  page.setDefaultTimeout(SOON.timeout);
});
afterAll(async () => stage[Symbol.asyncDispose]());

/** A page as OBS opens it, with a mark that a reload would wipe. */
async function openInObs(widget: string): Promise<Page> {
  const obs = await obsStudio.newPage();
  await obs.goto(`${cluster.gatewayUrl}/${DEMO_WIDGET_KEY}/${widget}`);
  await expect.poll(() => obs.locator('html').getAttribute('data-source'), SOON).toBeTruthy();
  await obs.evaluate('window.sameLoad = true');
  return obs;
}

const open = (path: string) => page.goto(stage.url + path);
const settingsOf = async (widget: string) =>
  widgetViewSchema.parse(await (await cluster.api('GET', `/streamers/${streamerId}/widgets/${widget}`)).json());
const totalsOf = async () =>
  overviewSchema.parse(await (await cluster.api('GET', `/streamers/${streamerId}/overview`)).json()).totals;
const widthOf = (image: unknown) => (image as { naturalWidth: number }).naturalWidth;
const themeIn = (preview: FrameLocator) => preview.locator('html').getAttribute('data-theme');

it('shows a change before it is saved, and on stream within a second after', async () => {
  const obs = await openInObs('gifts');
  await open('/widgets');
  const card = page.getByRole('article', { name: 'Gifts' });
  await card.getByText('Connected in OBS').waitFor();
  expect(await card.getByTestId('address').textContent()).toBe('••••••••/gifts');
  expect(await card.innerHTML()).not.toContain(`>${cluster.gatewayUrl}/${DEMO_WIDGET_KEY}`);
  await card.getByRole('button', { name: 'Show the link of Gifts' }).click();
  expect(await card.getByTestId('address').textContent()).toBe(`${cluster.gatewayUrl}/${DEMO_WIDGET_KEY}/gifts`);

  await card.getByRole('link', { name: 'Edit: Gifts' }).click();
  const preview = page.frameLocator('iframe[title="Preview of Gifts"]');
  await page.getByRole('radio', { name: 'Arena' }).click();
  await expect.poll(() => themeIn(preview), SOON).toBe('arena');
  await page.getByRole('textbox', { name: 'Message', exact: true }).fill('threw {gift}');
  await page.getByRole('button', { name: 'Large gift' }).click();
  await preview.getByText('threw').first().waitFor();
  expect(await obs.locator('html').getAttribute('data-theme')).toBe('glass');
  expect((await settingsOf('gifts')).overrides).toEqual({});

  const body = page.locator('body');
  await page.getByRole('heading', { name: 'Gifts' }).click();
  await body.press('Control+z');
  await body.press('Control+z');
  await expect.poll(() => themeIn(preview), SOON).toBe('glass');
  await body.press('Control+Shift+z');
  await body.press('Control+Shift+z');
  await expect.poll(() => themeIn(preview), SOON).toBe('arena');

  const saved = page.waitForResponse((answer) => answer.request().method() === 'PATCH');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  expect((await saved).status()).toBe(200);
  await expect
    .poll(() => obs.locator('html').getAttribute('data-theme'), { timeout: 1000, interval: 20 })
    .toBe('arena');
  expect(await obs.evaluate('window.sameLoad')).toBe(true);
  expect((await settingsOf('gifts')).overrides).toEqual({ theme: 'arena', message: 'threw {gift}' });
  await page.getByText('All saved').waitFor();
  await obs.close();
});

it('loses nobody the changes: not to another tab, and not to a click on a link', async () => {
  await open('/widgets/follows');
  const message = page.getByRole('textbox', { name: 'Message', exact: true });
  await message.fill('is one of us');
  await cluster.api('PATCH', `/streamers/${streamerId}/widgets/follows`, { settings: { durationMs: 7000 } });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Keep both' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('All saved').waitFor();
  expect((await settingsOf('follows')).overrides).toEqual({ message: 'is one of us', durationMs: 7000 });

  await message.fill('never saved');
  await page.getByRole('link', { name: 'Goals' }).click();
  await page.getByRole('button', { name: 'Stay here' }).click();
  expect(await message.inputValue()).toBe('never saved');
  await page.getByRole('link', { name: 'Goals' }).click();
  await page.getByRole('button', { name: 'Leave without saving' }).click();
  await page.getByRole('heading', { name: 'Goals', level: 1 }).waitFor();
});

it('tests an alert that counts nowhere, and plays it again', async () => {
  const obs = await openInObs('follows');
  const before = await totalsOf();
  await open('/test');
  await page.getByLabel('Name of the viewer').fill('Tessa Try');
  await page.getByRole('button', { name: 'Follow', exact: true }).click();
  const alert = obs.locator('.alert').getByText('Tessa Try').first();
  await alert.waitFor();
  expect(await totalsOf()).toEqual(before);

  await open('/activity');
  await page.getByRole('combobox', { name: 'Which queue' }).click();
  await page.getByRole('option', { name: 'Follows' }).click();
  const row = page.getByRole('listitem').filter({ hasText: 'Tessa Try' });
  await row.getByText('Test', { exact: true }).waitFor();
  await alert.waitFor({ state: 'detached' });
  await row.getByRole('button', { name: 'Replay this alert' }).click();
  await alert.waitFor();

  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Resume' }).waitFor();
  await page.getByText('Paused').waitFor();
  await page.getByRole('button', { name: 'Resume' }).click();
  await obs.close();
});

it('keeps blocked words and viewers from the pages', async () => {
  const obs = await openInObs('chat');
  await open('/moderation');
  await page.getByLabel('Words to block').fill('spoil*');
  await page.getByLabel('Words to block').press('Enter');
  await page.getByRole('button', { name: 'Unblock spoil*' }).waitFor();
  await expect
    .poll(async () => (await cluster.api('GET', `/streamers/${streamerId}/moderation`)).text(), SOON)
    .toContain('spoil*');
  const say = async (text: string) => {
    await page.getByRole('textbox', { name: 'Message' }).fill(text);
    const sent = page.waitForResponse((answer) => answer.request().method() === 'POST');
    await page.getByRole('button', { name: 'Write' }).click();
    expect((await sent).status()).toBe(202);
  };
  await open('/test');
  await say('what a Spoiler');
  await say('what a stream');
  await obs.getByText('what a stream').first().waitFor();
  expect(await obs.getByText('what a Spoiler').count()).toBe(0);
  await obs.close();
});

it('sets goals and keeps pictures', async () => {
  await open('/goals');
  await page.getByRole('button', { name: 'New goal' }).first().click();
  await page.getByLabel('Title').fill('A thousand hearts');
  await page.getByRole('textbox', { name: 'Target' }).fill('1000');
  await page.getByRole('button', { name: 'Add the goal' }).click();
  const goal = page.getByRole('listitem').filter({ hasText: 'A thousand hearts' });
  await goal.getByText('of 1,000').waitFor();
  await goal.getByRole('button', { name: 'Delete A thousand hearts' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await goal.waitFor({ state: 'detached' });

  await open('/uploads');
  const file = { name: 'dot.png', mimeType: 'image/png', buffer: PIXEL };
  await page.locator('input[type=file]').first().setInputFiles(file);
  const card = page.getByRole('article', { name: 'dot.png' });
  await card.getByText('Not used').waitFor();
  await expect.poll(() => card.locator('img').evaluate(widthOf), SOON).toBe(1);
});
