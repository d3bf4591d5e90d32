import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { instanceSchema } from '#libs/contracts';
import { launchChromium } from '../../support/chromium.js';
import { Cluster } from '../../support/cluster.js';
import { LocalStripe } from '../../support/local-stripe.js';
import { freePort } from '../../support/role-process.js';

const HANDLE = 'showroom';

/** The demo as `npm start` has it, on services of its own: a live room, the demo account, and a browser. */
export class DemoStage implements AsyncDisposable {
  private constructor(
    readonly cluster: Cluster,
    private readonly stripe: LocalStripe | undefined,
    readonly browser: Browser,
    readonly url: string,
  ) {}

  /** `live`: whether the room is, so that things happen by themselves. */
  static async start({ live = true, sells = false } = {}): Promise<DemoStage> {
    const [supervisorPort, gatewayPort] = [await freePort(), await freePort()];
    const url = `http://127.0.0.1:${supervisorPort}`;
    const stripe = sells ? await LocalStripe.start(url) : undefined;
    const environment = {
      ...stripe?.environment,
      ...{ STREAMSHAPE_DEMO: '1', STREAMSHAPE_DEMO_HANDLE: HANDLE, THROTTLE_FACTOR: '1000' },
      ...{ PUBLIC_URL: url, WIDGETS_URL: `http://127.0.0.1:${gatewayPort}` },
    };
    const [cluster, browser] = await Promise.all([
      Cluster.start({ workers: 0, environment, supervisorPort, gatewayPort }),
      launchChromium(),
    ]);
    if (!live) return new DemoStage(cluster, stripe, browser, url);
    cluster.simulator.room(HANDLE).startLively({ pace: 3 });
    // The first look finds the room live: there is nobody to look before.
    await cluster.addWorker();
    await cluster.simulator.room(HANDLE).waitForClients(1);
    return new DemoStage(cluster, stripe, browser, url);
  }

  get room() {
    return this.cluster.simulator.room(HANDLE);
  }

  /** Somebody who is signed in to the demo account. */
  async signedIn(options: Parameters<Browser['newContext']>[0] = {}): Promise<BrowserContext> {
    const context = await this.browser.newContext(options);
    const { demo } = instanceSchema.parse(await (await context.request.get(`${this.url}/api/v1/instance`)).json());
    const answer = await context.request.post(`${this.url}/api/v1/session`, {
      data: demo,
      headers: { origin: this.url },
    });
    expect(answer.status()).toBe(200);
    return context;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close();
    await this.cluster[Symbol.asyncDispose]();
    await this.stripe?.[Symbol.asyncDispose]();
  }
}

/** Opens a page of the dashboard and waits until nothing of it is loading any more. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator('main h1').first().waitFor();
  await expect
    .poll(async () => page.locator('.mantine-Skeleton-root').count(), { timeout: 20_000, message: address })
    .toBe(0);
}
