import { fileURLToPath } from 'node:url';
import { renderFile } from 'pug';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import { FakeGateway } from './support/fake-gateway.js';
import { HOSTILE_TEXTS } from './support/hostile-texts.js';

const view = (name: string): string =>
  fileURLToPath(new URL(`../../apps/widget-gateway/views/${name}`, import.meta.url));

describe('pages of the gateway', () => {
  let browser: Browser;
  let gateway: FakeGateway;

  beforeAll(async () => {
    browser = await launchChromium();
    gateway = await FakeGateway.start();
  });
  afterAll(async () => {
    await browser.close();
    await gateway[Symbol.asyncDispose]();
  });

  it('cannot be broken out of by boot data, settings or names', () => {
    for (const text of HOSTILE_TEXTS) {
      const settings = { accentColor: text, plate: text, position: text, fontSize: text };
      const html = renderFile(view('widget.pug'), {
        widget: { type: text, id: text, settings, rev: 1 },
        script: '/assets/gifts.js',
        styles: [],
        sourceUrl: text,
        nonce: 'abc',
        boot: { key: text, widget: 'gifts', id: text, preview: false },
        cache: true,
      });
      expect(html.match(/<script/g)).toHaveLength(2);
      expect(html.match(/<\/script>/g)).toHaveLength(2);
      expect(html.match(/<!--/g)).toHaveLength(1);
      const boot = /id="boot"[^>]*>(.*?)<\/script>/s.exec(html)?.[1] ?? '';
      expect(JSON.parse(boot)).toMatchObject({
        key: text.replace(/[\ud800-\udfff]/g, '') === text ? text : expect.anything(),
      });
    }
  });

  it('tells a person why a link does not work, and stays invisible in OBS', async () => {
    const page = await browser.newPage();
    const answer = await page.goto(`${gateway.origin}/no-such-key/gifts`);
    expect(answer?.status()).toBe(404);
    await expect.poll(() => page.locator('h1').isVisible()).toBe(true);
    expect(await page.locator('h1').textContent()).toContain('link');
    await page.addInitScript('window.obsstudio = {}');
    await page.reload({ waitUntil: 'networkidle' });
    expect(await page.locator('h1').isVisible()).toBe(false);
    await page.close();
  });

  it('says that a widget is unknown, and one moment please', async () => {
    const page = await browser.newPage();
    await page.goto(gateway.page('nonsense'));
    expect(await page.locator('h1').textContent()).toContain('no widget of that name');
    await page.goto(gateway.page('unavailable'));
    expect(await page.locator('h1').textContent()).toContain('One moment');
    await page.close();
  });
});
