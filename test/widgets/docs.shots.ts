import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { THEMES } from '#libs/contracts';
import { launchChromium } from '../support/chromium.js';
import { FakeGateway } from './support/fake-gateway.js';
import { SCENES, type Scene } from './support/scenes.js';

/*
 * The pictures in docs/widgets.md: `npm run docs:widgets`. One sheet for each widget, every theme on it, on dark and on
 * light video, and one of the vertical canvas. Each cell is the real page in a frame.
 */
const folder = process.env['SHOTS_FOLDER'] ?? 'docs/images/widgets';
const png = process.env['SHOTS_TYPE'] === 'png';
const only = process.env['SHOTS_WIDGETS']?.split(',');
const ON = ['dark', 'light'] as const;
const themes = process.env['SHOTS_THEMES']?.split(',') ?? [...THEMES];
const CELLS = themes.length * ON.length;

interface Sheet {
  file: string;
  scene: string;
  /** Canvas of a cell, px, and how wide the cell is drawn. */
  canvas: readonly [number, number];
  drawn: number;
}
const BOX = [800, 450] as const;
const WIDE = [1920, 1080] as const;
const TALL = [1080, 1920] as const;
const sheet = (file: string, scene = file, canvas: Sheet['canvas'] = BOX, drawn = 480): Sheet => ({
  file,
  scene,
  canvas,
  drawn,
});

const SHEETS: readonly Sheet[] = [
  sheet('gifts', 'crown-long'),
  sheet('gifts-scene', 'galaxy', WIDE),
  sheet('gifts-tall', 'crown', TALL, 320),
  sheet('follows', 'follow'),
  sheet('subscribes', 'subscribe'),
  sheet('shares', 'share'),
  sheet('likes'),
  sheet('alerts'),
  sheet('chat', 'chat', [800, 900], 480),
  sheet('goals'),
  sheet('leaderboard', 'leaderboard', [720, 640], 480),
  sheet('viewers', 'viewers', [520, 200], 400),
  sheet('feed', 'feed', [800, 500]),
  sheet('latest', 'latest-long', [800, 240]),
  sheet('timer', 'timer', [640, 280], 400),
  sheet('hearts', 'hearts', [480, 540], 320),
].filter(({ file }) => only?.includes(file) ?? true);

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
  await mkdir(folder, { recursive: true });
});
afterAll(async () => browser.close());

it.each(SHEETS)('$file', async (wish) => {
  const scene = SCENES.find(({ name }) => name === wish.scene);
  if (!scene) throw new Error(`no scene is called ${wish.scene}`);
  await using gateway = await FakeGateway.start();
  gateway.room.configure(scene.widget, { ...scene.settings, durationMs: 30_000, riseSeconds: 8, position: 'center' });
  Object.assign(gateway.room.state, scene.state?.(gateway.origin));
  const perRow = wish.drawn < 400 ? 6 : 4;
  const width = perRow * (wish.drawn + 12) + 12;
  const page = await browser.newPage({ viewport: { width, height: 600 } });
  await page.addInitScript('window.obsstudio = {}');
  await page.setContent(contactSheet(wish, scene, gateway));
  // Chromium lets frames out of sight rest.
  const height = Number(await page.evaluate('document.documentElement.scrollHeight'));
  await page.setViewportSize({ width, height });
  await expect.poll(() => gateway.room.sockets.size, { timeout: 30_000 }).toBe(CELLS);
  await page.waitForTimeout(600);
  scene.act?.(gateway.room, gateway.origin);
  const frames = page.frames().slice(1);
  await Promise.all(frames.map(async (frame) => frame.waitForSelector(scene.shows, { state: 'attached' })));
  await page.waitForTimeout((scene.settles ?? 800) + 1200);
  const kind = png ? { type: 'png' as const } : { type: 'jpeg' as const, quality: 82 };
  await page.screenshot({ path: join(folder, `${wish.file}.${png ? 'png' : 'jpg'}`), ...kind, fullPage: true });
  await page.close();
});

function contactSheet({ canvas: [width, height], drawn }: Sheet, { widget }: Scene, gateway: FakeGateway): string {
  const scale = drawn / width;
  const cells = themes.flatMap((theme) =>
    ON.map((on) => {
      const src = gateway.page(widget, `?preview=1&sound=none&theme=${theme}&scene=${on}`);
      const still = `${gateway.origin}/img/still-${on}`;
      return `<figure><div style="background-image:url(${still})"><iframe src="${src}"></iframe></div>
        <figcaption>${theme[0]?.toUpperCase()}${theme.slice(1)}</figcaption></figure>`;
    }),
  );
  return `<!doctype html><style>
    body { display: flex; flex-wrap: wrap; gap: 12px; margin: 12px; background: #1b1d26; }
    figure { margin: 0; color: #d5d9e6; font: 500 17px/1.7 'Noto Sans', 'DejaVu Sans', sans-serif; }
    div { width: ${drawn}px; height: ${height * scale}px; overflow: hidden; border-radius: 8px; background: center / cover; }
    iframe { width: ${width}px; height: ${height}px; border: 0; transform: scale(${scale}); transform-origin: 0 0; }
  </style>${cells.join('')}`;
}
