import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { launchChromium } from '../../support/chromium.js';
import { FakeGateway } from './fake-gateway.js';
import { type WidgetPage, openWidget } from './widget-page.js';

export interface WidgetSuite {
  readonly browser: Browser;
  /** One for each test. */
  readonly gateway: FakeGateway;
  /** Opens a page; a test fails when anything went wrong on one of its pages. */
  open(widget: string, query?: string): Promise<Page>;
}

/** One browser for the file, one gateway for each test. */
export function widgetSuite(): WidgetSuite {
  let browser: Browser;
  let gateway: FakeGateway;
  let opened: WidgetPage[] = [];
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => browser.close());
  beforeEach(async () => {
    gateway = await FakeGateway.start();
    opened = [];
  });
  afterEach(async () => {
    const faults = opened.flatMap((one) => one.faults);
    for (const { page } of opened) await page.context().close();
    await gateway[Symbol.asyncDispose]();
    expect(faults).toEqual([]);
    expect(gateway.violations).toEqual([]);
  });
  return {
    get browser() {
      return browser;
    },
    get gateway() {
      return gateway;
    },
    async open(widget, query = '') {
      const one = await openWidget(browser, gateway, widget, query);
      opened.push(one);
      return one.page;
    },
  };
}
