import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WIDGET_TYPES, type WidgetType } from '#libs/contracts';
import { FrameHost } from './support/frame-host.js';
import { chat, person } from './support/live-events.js';
import { widgetSuite } from './support/suite.js';

const suite = widgetSuite();
const WITHIN = { timeout: 15_000 };
let dashboard: FrameHost;
let stranger: FrameHost;
beforeAll(async () => {
  [dashboard, stranger] = await Promise.all([FrameHost.start(), FrameHost.start()]);
});
afterAll(async () => {
  await Promise.all([dashboard[Symbol.asyncDispose](), stranger[Symbol.asyncDispose]()]);
});

/** A page of `host` with the preview of a widget in its first frame. */
async function inFrameOf(host: FrameHost, widget: WidgetType, query = '?preview=1', ...others: string[]) {
  suite.gateway.dashboards = [dashboard.origin];
  const page = await suite.browser.newPage({ viewport: { width: 1000, height: 600 } });
  await page.goto(host.page(suite.gateway.page(widget, query), ...others));
  const frame = page.frames().find((one) => one.url().startsWith(suite.gateway.origin));
  if (!frame) throw new Error('no frame');
  await frame.waitForSelector('#stage', { state: 'attached' });
  return { page, frame };
}
const heard = (page: Page) => page.evaluate<{ type: string; origin: string }[]>('heard');
const draft = (page: Page, settings: unknown) => tell(page, { type: 'streamshape:draft', settings });
const play = (page: Page, event: string) => tell(page, { type: 'streamshape:play', event });
const tell = (page: Page, message: unknown) => page.evaluate(`tell(${JSON.stringify(message)})`);
const ready = (page: Page) => expect.poll(async () => (await heard(page)).length, WITHIN).toBe(1);
const dataset = (frame: Frame, name: string) => frame.evaluate(`document.documentElement.dataset.${name}`);

it('says that it is ready, shows a draft at once, and goes back to what is saved', async () => {
  suite.gateway.room.state = { viewers: { current: 77, cumulative: 90, peak: 80 } };
  suite.gateway.room.configure('viewers', { label: 'saved label' });
  const { page, frame } = await inFrameOf(dashboard, 'viewers');
  await ready(page);
  expect(await heard(page)).toEqual([{ type: 'streamshape:ready', widget: 'viewers', origin: suite.gateway.origin }]);
  const label = frame.locator('.pill__label');
  await expect.poll(() => label.textContent(), WITHIN).toBe('saved label');
  await draft(page, { label: 'drafted', theme: 'neon', position: 'bottom-right', customCss: '.pill{opacity:.5}' });
  await expect.poll(() => label.textContent(), WITHIN).toBe('drafted');
  await expect.poll(() => dataset(frame, 'theme'), WITHIN).toBe('neon');
  expect(await dataset(frame, 'position')).toBe('bottom-right');
  const opacity = () => frame.evaluate(`getComputedStyle(document.querySelector('.pill')).opacity`);
  await expect.poll(opacity, WITHIN).toBe('0.5');
  // Saved meanwhile, in another tab: the draft stays in force here.
  suite.gateway.room.configure('viewers', { label: 'saved again' });
  suite.gateway.room.count({ viewers: { current: 78, cumulative: 90, peak: 80 } });
  await expect.poll(() => frame.locator('.pill .roll').getAttribute('data-value'), WITHIN).toBe('78');
  expect(await label.textContent()).toBe('drafted');
  await draft(page, null);
  await expect.poll(() => label.textContent(), WITHIN).toBe('saved again');
  await page.close();
});

it('takes the default for each value of a draft that is wrong', async () => {
  const { page, frame } = await inFrameOf(dashboard, 'viewers');
  await ready(page);
  const wrong = { label: 7, position: 'nowhere', theme: '../evil', scale: 'big', accentColor: 'red', hideBelow: null };
  await draft(page, { ...wrong, customCss: ['*{display:none}'] });
  await expect.poll(() => frame.locator('.pill__label').textContent(), WITHIN).toBe('watching');
  expect(await dataset(frame, 'position')).toBe('top-left');
  expect(await dataset(frame, 'theme')).toBe('glass');
  for (const nonsense of [null, 5, 'x', [], { type: 'streamshape:draft' }, { type: 'streamshape:draft', settings: [] }])
    await tell(page, nonsense);
  await play(page, 'no such thing');
  await draft(page, { label: 'still here' });
  await expect.poll(() => frame.locator('.pill__label').textContent(), WITHIN).toBe('still here');
  expect(suite.gateway.room.reports).toEqual([]);
  await page.close();
});

it('gives a stranger nothing: no word, no draft, no event', async () => {
  const { page, frame } = await inFrameOf(stranger, 'viewers');
  suite.gateway.room.state = { viewers: { current: 5, cumulative: 5, peak: 5 } };
  suite.gateway.room.count({ viewers: { current: 5, cumulative: 5, peak: 5 } });
  await frame.waitForSelector('.pill');
  await draft(page, { label: 'hacked' });
  await play(page, 'viewers');
  suite.gateway.room.count({ viewers: { current: 6, cumulative: 6, peak: 6 } });
  await expect.poll(() => frame.locator('.pill .roll').getAttribute('data-value'), WITHIN).toBe('6');
  expect(await frame.locator('.pill__label').textContent()).toBe('watching');
  expect(await heard(page)).toEqual([]);
  await page.close();
  // A stranger in a frame beside it.
  const beside = await inFrameOf(dashboard, 'viewers', '?preview=1', stranger.page());
  await ready(beside.page);
  const other = beside.page.frames().find((one) => one.url().startsWith(stranger.origin))!;
  await other.evaluate(
    `parent.frames[0].postMessage({ type: 'streamshape:draft', settings: { label: 'hacked' } }, '*')`,
  );
  await draft(beside.page, { label: 'ours' });
  const label = beside.frame.locator('.pill__label');
  await expect.poll(() => label.textContent(), WITHIN).toBe('ours');
  await other.evaluate(
    `parent.frames[0].postMessage({ type: 'streamshape:draft', settings: { label: 'hacked' } }, '*')`,
  );
  await draft(beside.page, { label: 'ours again' });
  await expect.poll(() => label.textContent(), WITHIN).toBe('ours again');
  await beside.page.close();
});

it('takes no drafts on a page that is no preview', async () => {
  const { page, frame } = await inFrameOf(dashboard, 'viewers', '');
  suite.gateway.room.count({ viewers: { current: 5, cumulative: 5, peak: 5 } });
  await frame.waitForSelector('.pill');
  await draft(page, { label: 'drafted' });
  suite.gateway.room.count({ viewers: { current: 6, cumulative: 6, peak: 6 } });
  await expect.poll(() => frame.locator('.pill .roll').getAttribute('data-value'), WITHIN).toBe('6');
  expect(await frame.locator('.pill__label').textContent()).toBe('watching');
  expect(await heard(page)).toEqual([]);
  await page.close();
});

/** Something of every widget, though nothing ever happened in this stream. */
const SHOWS: Record<WidgetType, string> = {
  feed: '.item',
  gifts: '.alert',
  follows: '.alert',
  likes: '.alert',
  subscribes: '.alert',
  shares: '.alert',
  chat: '.row',
  viewers: '.pill',
  alerts: '.alert',
  goals: '.goal',
  leaderboard: '.board__row',
  latest: '.latest__one',
  timer: '.timer',
  hearts: '.heart',
};

it('has something to look at in every widget from the first draft on', async () => {
  suite.gateway.dashboards = [dashboard.origin];
  const page = await suite.browser.newPage({ viewport: { width: 1000, height: 600 } });
  await page.goto(dashboard.page(...WIDGET_TYPES.map((widget) => suite.gateway.page(widget, '?preview=1'))));
  await expect.poll(async () => (await heard(page)).length, WITHIN).toBe(WIDGET_TYPES.length);
  await page.evaluate(
    `for (let i = 0; i < frames.length; i++) frames[i].postMessage({ type: 'streamshape:draft', settings: {} }, '*')`,
  );
  for (const widget of WIDGET_TYPES) {
    const frame = page.frames().find((one) => one.url() === suite.gateway.page(widget, '?preview=1'));
    await frame!.waitForSelector(SHOWS[widget], { timeout: 15_000, state: 'attached' });
  }
  expect(suite.gateway.room.started).toEqual([]);
  expect(suite.gateway.room.reports).toEqual([]);
  await page.close();
});

it('plays events, redraws the alert on screen with a new draft, and tells nobody', async () => {
  suite.gateway.room.command('pause');
  const { page, frame } = await inFrameOf(dashboard, 'alerts', '?preview=1&sound=none');
  await ready(page);
  await draft(page, { durationMs: 30_000 });
  const alert = frame.locator('.alert');
  await alert.waitFor();
  const position = () => dataset(frame, 'position');
  await draft(page, { durationMs: 30_000, position: 'top-right', message: 'gave us {gift}' });
  await expect.poll(() => alert.textContent(), WITHIN).toContain('gave us Crown');
  expect(await position()).toBe('top-right');
  expect(await alert.count()).toBe(1);
  expect(suite.gateway.room.started).toEqual([]);
  await page.close();
});

it('counts what it plays, and draws rows as the draft says', async () => {
  const { page, frame } = await inFrameOf(dashboard, 'goals');
  await ready(page);
  await draft(page, { metric: 'coins' });
  const value = () => frame.locator('.goal .roll').first().getAttribute('data-value');
  await expect.poll(value, WITHIN).toBe('6,200');
  await play(page, 'gift-large');
  await expect.poll(value, WITHIN).toBe('6,700');
  await page.close();
  suite.gateway.room.emit(chat(person('Mia'), 'really here'));
  const list = await inFrameOf(dashboard, 'chat');
  await ready(list.page);
  await list.frame.getByText('really here').waitFor();
  expect(await list.frame.locator('.row .avatar').count()).toBe(1);
  await draft(list.page, { showAvatars: false });
  await expect.poll(() => list.frame.locator('.row .avatar').count(), WITHIN).toBe(0);
  expect(await list.frame.getByText('really here').count()).toBe(1);
  await list.page.close();
});

it('lets the dashboard through behind it, dark as it is', async () => {
  const { page } = await inFrameOf(dashboard, 'viewers');
  await ready(page);
  const shot = await page.screenshot({ clip: { x: 700, y: 400, width: 8, height: 8 } });
  const green = await page.evaluate(`(async () => {
    const image = await createImageBitmap(await (await fetch('data:image/png;base64,${shot.toString('base64')}')).blob());
    const context = new OffscreenCanvas(8, 8).getContext('2d');
    context.drawImage(image, 0, 0);
    return [...context.getImageData(4, 4, 1, 1).data];
  })()`);
  expect(green).toEqual([0, 200, 0, 255]);
  await page.close();
});
