import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import { FakeGateway } from './support/fake-gateway.js';
import { SCENES } from './support/scenes.js';

/*
 * Pictures for a person to judge: `npm run shots`. Narrow it down with SHOTS_THEMES, SHOTS_WIDGETS (names, with commas),
 * SHOTS_CANVAS (wide, tall, box) and SHOTS_ON (dark, light); SHOTS_FOLDER says where they go.
 */
const list = (name: string): string[] | undefined => process.env[name]?.split(',');
const folder = process.env['SHOTS_FOLDER'] ?? '.data/shots';
const CANVASES = [
  { name: 'wide', width: 1920, height: 1080 },
  { name: 'tall', width: 1080, height: 1920 },
  { name: 'box', width: 800, height: 600 },
].filter(({ name }) => (list('SHOTS_CANVAS') ?? ['wide', 'tall']).includes(name));
const ON = (['dark', 'light'] as const).filter((on) => (list('SHOTS_ON') ?? ['dark', 'light']).includes(on));
const THEMES = list('SHOTS_THEMES') ?? ['glass'];
const scenes = SCENES.filter(({ widget }) => (list('SHOTS_WIDGETS') ?? [widget]).includes(widget));
const extra: Record<string, unknown> = JSON.parse(process.env['SHOTS_SETTINGS'] ?? '{}');

describe('pictures of every widget', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
    await mkdir(folder, { recursive: true });
  });
  afterAll(async () => {
    for (const theme of THEMES)
      for (const { name } of CANVASES) for (const on of ON) await sheet(`${theme}-${name}-${on}`);
    await browser.close();
  });

  /** All pictures of one theme and canvas side by side. */
  async function sheet(prefix: string): Promise<void> {
    const page = await browser.newPage({ viewport: { width: 2000, height: 800 } });
    const images = await Promise.all(
      scenes.map(async ({ name }) => (await readFile(join(folder, `${prefix}-${name}.png`))).toString('base64')),
    );
    const width = prefix.includes('-tall-') ? 280 : 494;
    await page.setContent(
      `<body style="margin:4px;display:flex;flex-wrap:wrap;align-items:flex-start;gap:4px;background:#888">${images
        .map((image) => `<img width="${width}" src="data:image/png;base64,${image}">`)
        .join('')}`,
    );
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(folder, `sheet-${prefix}.png`), fullPage: true });
    await page.close();
  }

  for (const theme of THEMES) {
    for (const canvas of CANVASES) {
      for (const on of ON) {
        it.each(scenes)(`${theme} ${canvas.name} on ${on}: $name`, async (scene) => {
          await using gateway = await FakeGateway.start();
          gateway.room.configure(scene.widget, { theme, ...scene.settings, ...extra });
          Object.assign(gateway.room.state, scene.state?.(gateway.origin));
          const page = await browser.newPage({ viewport: { width: canvas.width, height: canvas.height } });
          await page.addInitScript('window.obsstudio = {}');
          await page.goto(gateway.onBackdrop(scene.widget, on));
          await expect.poll(() => gateway.room.sockets.size).toBe(1);
          scene.act?.(gateway.room, gateway.origin);
          await page.frames()[1]?.waitForSelector(scene.shows, { state: 'attached' });
          await page.waitForTimeout(scene.settles ?? 800);
          await page.screenshot({ path: join(folder, `${theme}-${canvas.name}-${on}-${scene.name}.png`) });
          await page.close();
        });
      }
    }
  }
});
