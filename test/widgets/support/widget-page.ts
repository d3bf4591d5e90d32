import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { FakeGateway } from './fake-gateway.js';

/** A widget page that is connected. `faults` gathers uncaught errors and refusals of the security policy. */
export interface WidgetPage {
  page: Page;
  faults: string[];
}

export async function openWidget(
  browser: Browser,
  gateway: FakeGateway,
  widget: string,
  query = '',
): Promise<WidgetPage> {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) faults.push(message.text());
  });
  const before = gateway.room.hellos.length;
  await page.goto(gateway.page(widget, query));
  await expect.poll(() => gateway.room.hellos.length).toBeGreaterThan(before);
  return { page, faults };
}
