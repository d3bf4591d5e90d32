import { describe, expect, it } from 'vitest';
import { HOSTILE_TEXTS } from './support/hostile-texts.js';
import { chat, person } from './support/live-events.js';
import { widgetSuite } from './support/suite.js';

describe('the chat page', () => {
  const suite = widgetSuite();
  const open = () => suite.open('chat');

  it('writes hostile names and words as text', async () => {
    const { gateway } = suite;
    gateway.room.configure('chat', { maxMessages: 50, fontSize: 14 });
    const page = await open();
    for (let from = 0; from < HOSTILE_TEXTS.length; from += 40) {
      gateway.room.emit(
        ...HOSTILE_TEXTS.slice(from, from + 40).map((text, i) => chat(person(text, { id: `${from}-${i}` }), text)),
      );
      await page.waitForTimeout(500);
      const strange = await page.locator('#stage').evaluate((stage) => {
        const known = new Set(['MAIN', 'DIV', 'P', 'SPAN', 'BDI', 'SVG', 'PATH', 'IMG']);
        return [...stage.querySelectorAll('*')]
          .map((node) => node.tagName.toUpperCase())
          .filter((tag) => !known.has(tag));
      });
      expect(strange).toEqual([]);
    }
    expect(await page.locator('.row').count()).toBeGreaterThan(20);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('.row__text').last().textContent()).toContain("'");
  });

  it('keeps its rows bounded and inside the box, however fast people write', async () => {
    const { gateway } = suite;
    gateway.room.configure('chat', { maxMessages: 10, fontSize: 40 });
    const page = await open();
    let most = 0;
    for (let i = 0; i < 400; i += 1) {
      gateway.room.emit(chat(person(`viewer ${i % 40}`), `message ${i} `.repeat((i % 9) + 1)));
      if (i % 20 === 0) most = Math.max(most, await page.locator('.row').count());
      await page.waitForTimeout(5);
    }
    expect(most).toBeLessThan(45);
    await expect.poll(() => page.locator('.row__text').last().textContent()).toContain('message 399');
    await page.waitForTimeout(700);
    const tops = await page.locator('.row').evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().top));
    expect(tops.length).toBeLessThanOrEqual(10);
    expect(Math.min(...tops)).toBeGreaterThanOrEqual(0);
  });

  it('delays, expires, and restores what is still young after a reload', async () => {
    const { gateway } = suite;
    gateway.room.configure('chat', { delaySeconds: 1, lifetimeSeconds: 3 });
    const page = await open();
    gateway.room.emit(chat(person('Mia'), 'hello'));
    await page.waitForTimeout(600);
    expect(await page.locator('.row').count()).toBe(0);
    await expect.poll(() => page.locator('.row').count(), { timeout: 2000 }).toBe(1);
    await page.reload();
    await expect.poll(() => page.locator('.row').count(), { timeout: 2000 }).toBe(1);
    await expect.poll(() => page.locator('.row').count(), { timeout: 5000 }).toBe(0);
  });

  it('resumes after a restart without a double or a hole', async () => {
    const { gateway } = suite;
    const page = await open();
    gateway.room.emit(chat(person('Mia'), 'one'));
    await page.waitForSelector('.row');
    gateway.room.closeAll(1012);
    gateway.room.emit(chat(person('Mia'), 'two'), chat(person('Mia'), 'three'));
    const words = () => page.locator('.row__text').evaluateAll((rows) => rows.map((row) => row.lastChild?.textContent));
    await expect.poll(words, { timeout: 8000 }).toEqual(['one', 'two', 'three']);
  });

  it('goes blank when the key is rotated', async () => {
    const { gateway } = suite;
    const page = await open();
    gateway.room.emit(chat(person('Mia'), 'one'));
    await page.waitForSelector('.row');
    gateway.room.closeAll(4401);
    await expect.poll(() => page.locator('.row').count()).toBe(0);
    await page.waitForTimeout(1200);
    expect(gateway.room.hellos).toHaveLength(1);
  });
});
