import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import { FakeGateway } from './support/fake-gateway.js';
import { CROWN, GALAXY, ROSE, chat, gift, streakOf, withFace } from './support/live-events.js';

const LONG = 'Maximiliane-Josephine von Hohenlohe-Zett';
const CANVASES = [
  { name: 'wide', width: 1920, height: 1080 },
  { name: 'tall', width: 1080, height: 1920 },
] as const;
const folder = process.env['TEST_SHOTS'];
const BACKDROPS = folder ? (['dark', 'light'] as const) : (['dark'] as const);

/** Pictures for a person to judge, kept where `TEST_SHOTS` says; what can be measured is asserted. */
describe('how widgets look', () => {
  let browser: Browser;
  let gateway: FakeGateway;

  beforeAll(async () => {
    browser = await launchChromium();
    if (folder) await mkdir(folder, { recursive: true });
  });
  afterAll(async () => browser.close());

  async function open(widget: string, on: 'dark' | 'light', canvas: { width: number; height: number }): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: canvas.width, height: canvas.height } });
    await page.goto(gateway.onBackdrop(widget, on));
    await expect.poll(() => gateway.room.sockets.size).toBe(1);
    return page;
  }
  async function shot(page: Page, name: string): Promise<void> {
    if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
  }

  const gifts = {
    'rose-one': (origin: string) => [gift(withFace(origin, 'mia.sol'), ROSE, { origin })],
    'rose-streak': (origin: string) => streakOf(withFace(origin, 'Lena 🌸 Sommer'), ROSE, 36, origin).slice(0, 36),
    'long-name': (origin: string) => [
      gift(
        withFace(origin, LONG),
        { name: 'Birthday Cake of the Whole Family', coins: 300, picture: 'crown' },
        { origin, count: 9 },
      ),
    ],
    crown: (origin: string) => [gift(withFace(origin, 'محمد عبد الرحمن الأنصاري'), CROWN, { origin })],
    'crown-many': (origin: string) => [gift(withFace(origin, LONG), CROWN, { origin, count: 12 })],
    galaxy: (origin: string) => [gift(withFace(origin, 'さくら_Sakura'), GALAXY, { origin })],
    million: (origin: string) => [gift(withFace(origin, LONG), { ...GALAXY, coins: 1_234_567 }, { origin, count: 1 })],
    'largest-card': (origin: string) => [gift(withFace(origin, LONG), ROSE, { origin, count: 29_998 })],
    'largest-scene': (origin: string) => [gift(withFace(origin, LONG), ROSE, { origin, count: 1_234_567 })],
    'no-pictures': () => [gift(withFace('bad:', 'Jonas'), { name: 'Heart Me', coins: 1 }, { count: 5 })],
  };

  for (const canvas of CANVASES) {
    for (const on of BACKDROPS) {
      it.each(Object.entries(gifts))(`gifts ${canvas.name} on ${on}: %s`, async (name, events) => {
        await using started = await FakeGateway.start();
        gateway = started;
        gateway.room.configure('gifts', { durationMs: 8000 });
        const page = await open('gifts', on, canvas);
        gateway.room.emit(...events(gateway.origin));
        const frame = page.frames()[1];
        await frame?.waitForSelector('.alert');
        await page.waitForTimeout(1150);
        await shot(page, `gifts-${canvas.name}-${on}-${name}`);
        const sum = await frame?.locator('.sum').boundingBox();
        expect(sum && sum.x >= 0 && sum.x + sum.width <= canvas.width).toBe(true);
        await page.close();
      });

      it(`chat ${canvas.name} on ${on}`, async () => {
        await using started = await FakeGateway.start();
        gateway = started;
        const page = await open('chat', on, canvas);
        gateway.room.emit(...conversation(gateway.origin));
        await page.waitForTimeout(900);
        await shot(page, `chat-${canvas.name}-${on}`);
        expect(await page.frames()[1]?.locator('.row').count()).toBeGreaterThan(8);
        await page.close();
      });
    }
  }
  it.each([
    [800, 600],
    [400, 150],
    [500, 900],
  ])('fills a box of %i x %i', async (width, height) => {
    await using started = await FakeGateway.start();
    gateway = started;
    const page = await open('gifts', 'dark', { width, height });
    for (const what of [ROSE, CROWN, GALAXY]) {
      gateway.room.command('skip');
      gateway.room.emit(gift(withFace(gateway.origin, LONG), what, { origin: gateway.origin, count: 3 }));
      await expect.poll(() => page.frames()[1]?.locator('.words').last().textContent()).toContain(what.name);
      await page.waitForTimeout(900);
      await shot(page, `gifts-box-${width}x${height}-${what.name}`);
      for (const part of ['.plate', '.sum', '.hero__picture']) {
        const box = await page.frames()[1]?.locator(part).last().boundingBox();
        expect(
          box && box.x >= 0 && box.y >= -4 && box.x + box.width <= width && box.y + box.height <= height,
          part,
        ).toBe(true);
      }
    }
    await page.close();
  });

  for (const plate of ['none', 'light'] as const) {
    it.each(BACKDROPS)(`plate ${plate} on %s`, async (on) => {
      await using started = await FakeGateway.start();
      gateway = started;
      const accentColor = plate === 'none' ? '#34d3ff' : '#7c3aed';
      gateway.room.configure('gifts', { plate, accentColor, position: 'bottom-right' });
      gateway.room.configure('chat', { plate, accentColor });
      const page = await open('chat', on, CANVASES[0]);
      gateway.room.emit(...conversation(gateway.origin));
      await page.waitForTimeout(900);
      await shot(page, `chat-plate-${plate}-${on}`);
      await page.goto(gateway.onBackdrop('gifts', on));
      await expect.poll(() => gateway.room.hellos.length).toBe(2);
      gateway.room.emit(gift(withFace(gateway.origin, LONG), CROWN, { origin: gateway.origin, count: 3 }));
      await page.waitForTimeout(1300);
      await shot(page, `gifts-plate-${plate}-${on}`);
      await page.close();
    });
  }
});

function conversation(origin: string) {
  const emote = { id: 'laugh', image: `${origin}/img/emote-laugh` };
  return [
    chat(withFace(origin, 'mia.sol'), 'first!! 🎉'),
    chat(withFace(origin, 'Jonas'), 'which camera are you using? the picture is so sharp today'),
    chat(withFace(origin, 'محمد عبد الرحمن'), 'مرحبا من القاهرة، البث رائع اليوم!'),
    chat(
      withFace(origin, 'Nightbot Friend', { moderator: true }),
      'be kind to each other, links are only for moderators',
    ),
    chat(withFace(origin, 'さくら_Sakura'), 'こんばんは、今日も可愛い'),
    chat(withFace(origin, LONG, { subscriber: true }), 'my name is far too long but it should be fine'),
    chat(withFace(origin, 'Priya', { subscriber: true, moderator: true }), 'that clutch  was unreal ', [
      { ...emote, index: 12 },
      emote,
      emote,
    ]),
    chat(withFace('bad:', 'zoe'), '😂😂😂'),
    chat(withFace(origin, 'Lukas.K'), 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'),
    chat(withFace(origin, 'Élodie Żółć'), 'bonjour de Lyon, on regarde en famille'),
  ];
}
