import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { streamerWithKeySchema, type StreamerWithKey } from '#libs/contracts';
import { SmtpServer, textOf } from '../../libs/mail/test/smtp-server.js';
import { launchChromium } from '../support/chromium.js';
import { Cluster } from '../support/cluster.js';
import { LocalStripe } from '../support/local-stripe.js';
import { freePort } from '../support/role-process.js';
import { SocketPage } from '../support/socket-page.js';
import { violationsOn } from './support/violations.js';

const HANDLE = 'pays.her.way';
const EMAIL = 'payer@example.org';
const PASSWORD = 'a long enough password';
/** Somewhere where it is never the day that it is in UTC. */
const ZONE = new Date().getUTCHours() >= 10 ? 'Pacific/Kiritimati' : 'Pacific/Pago_Pago';
/** From a message of Stripe to a broker that is in the room, or has left it. */
const WITHIN_MS = 5000;

let smtp: SmtpServer;
let stripe: LocalStripe;
let cluster: Cluster;
let browser: Browser;
let context: BrowserContext;
let dashboard: Page;
let url: string;
beforeAll(async () => {
  const [supervisorPort, gatewayPort] = [await freePort(), await freePort()];
  url = `http://127.0.0.1:${supervisorPort}`;
  [smtp, stripe, browser] = [await SmtpServer.start(), await LocalStripe.start(url), await launchChromium()];
  const environment = {
    ...{ SMTP_URL: smtp.url, PUBLIC_URL: url, WIDGETS_URL: `http://127.0.0.1:${gatewayPort}`, TRIAL_DAYS: '0' },
    ...{ THROTTLE_FACTOR: '1000', ...stripe.environment },
  };
  cluster = await Cluster.start({ workers: 1, environment, supervisorPort, gatewayPort, rooms: [HANDLE] });
  cluster.simulator.room(HANDLE).goLive();
  context = await browser.newContext({ timezoneId: ZONE, locale: 'en-US', viewport: { width: 1280, height: 900 } });
  dashboard = await context.newPage();
});
afterAll(async () => {
  await browser.close();
  await cluster[Symbol.asyncDispose]();
  await stripe[Symbol.asyncDispose]();
  await smtp[Symbol.asyncDispose]();
});

const button = (name: string | RegExp) => dashboard.getByRole('button', { name });
const says = (text: string | RegExp) => dashboard.getByText(text).first().waitFor();

/** On the pages alone, up to a confirmed address; the handle is what other tests are about. */
async function signUp(): Promise<StreamerWithKey> {
  await dashboard.goto(`${url}/pricing`);
  await dashboard.getByRole('link', { name: 'Sign up' }).first().click();
  await dashboard.getByLabel('What should we call you?').fill('Ada');
  await dashboard.getByLabel('E-mail').fill(EMAIL);
  await dashboard.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await dashboard.locator('button[type="submit"]').click();
  const link = () => {
    const mail = smtp.mails.find(({ to }) => to.includes(EMAIL));
    return mail && /(http:\S+\/verify-email#token=[\w-]+)/.exec(textOf(mail))?.[1];
  };
  await expect.poll(link, { timeout: 15_000 }).toBeDefined();
  await dashboard.goto(link()!);
  await dashboard.getByRole('link', { name: 'Set up your overlay' }).waitFor();
  const made = await context.request.post(`${url}/api/v1/me/streamer`, {
    ...{ data: { handle: HANDLE }, headers: { origin: url } },
  });
  expect(made.status()).toBe(201);
  return streamerWithKeySchema.parse(await made.json());
}

async function refused(streamer: StreamerWithKey): Promise<number> {
  const page = await SocketPage.connect(cluster.gatewayUrl);
  page.send('hello', { v: 1, key: streamer.widgetKey, widget: 'gifts' });
  return await page.closed();
}

/** Pays on the page of Stripe. The way back is closed until the broker is in the room: the webhook alone starts it. */
async function pay(room: ReturnType<Cluster['simulator']['room']>): Promise<number> {
  let letBack = (): void => undefined;
  const broker = new Promise<void>((resolve) => (letBack = resolve));
  await context.route(
    (address) => address.href.startsWith(`${url}/billing?checkout=`),
    async (route) => {
      await broker;
      await route.continue();
    },
  );
  await dashboard.getByLabel('Card number').fill('4242 4242 4242 4242');
  await dashboard.getByLabel('Expiry (MM/YY)').fill('12/40');
  await dashboard.locator('#pay').click({ noWaitAfter: true });
  await room.waitForClients(1);
  const live = performance.now();
  letBack();
  return live - stripe.toldAt('customer.subscription.created');
}

const day = (seconds: number, timeZone = ZONE) =>
  new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone }).format(seconds * 1000);

it('a plan that is paid starts the broker, and its end stops it, in a browser from sign-up to the last page', async () => {
  const room = cluster.simulator.room(HANDLE);
  const streamer = await signUp();
  await dashboard.goto(`${url}/billing`);
  await says('You have no plan yet');
  // Who has not paid has no broker, and pages that say nothing.
  expect(await refused(streamer)).toBe(4402);
  const widget = await context.newPage();
  // As in OBS, where nobody is asked to click for sound.
  await widget.addInitScript('window.obsstudio = { pluginVersion: "2.24.0" }');
  await widget.goto(`${cluster.gatewayUrl}/${streamer.widgetKey}/gifts`);

  await dashboard.getByRole('link', { name: 'See plans' }).click();
  await dashboard.getByText('JPY', { exact: true }).click();
  await says('¥1,500 a month');
  expect(await violationsOn(dashboard)).toEqual([]);
  await button('Choose Monthly').click();
  // Another server, in yen that have no decimals.
  await dashboard.waitForURL(/\/c\/pay\//);
  expect(await dashboard.locator('#due').textContent()).toBe('¥1,500');
  expect(cluster.simulator.clientCount).toBe(0);
  const started = await pay(room);
  expect(started, 'ms from the message of Stripe to the broker in the room').toBeLessThan(WITHIN_MS);

  const [subscription] = stripe.subscriptions;
  const renewal = day(subscription!.periodEnd);
  expect(renewal).not.toBe(day(subscription!.periodEnd, 'UTC'));
  await says(`Your plan is active. The next payment is on ${renewal}.`);
  const invoice = dashboard.getByRole('row', { name: /Paid/ });
  expect(await invoice.textContent()).toContain('¥1,500');
  expect(await invoice.textContent()).toContain(day(subscription!.created));

  expect(await violationsOn(dashboard)).toEqual([]);
  const socket = await SocketPage.join(cluster.gatewayUrl, { key: streamer.widgetKey, widget: 'gifts' });
  await widget.reload();
  const shown = widget.locator('.alert');
  const give = () => room.send({ type: 'gift', gift: 'Rose' });
  await expect.poll(async () => (give(), await shown.count()), { timeout: 20_000, interval: 1000 }).toBeGreaterThan(0);

  await button('Cancel my plan').click();
  await dashboard.getByRole('dialog').getByRole('button', { name: 'Cancel my plan' }).click();
  await says(`Everything works until ${renewal}. Then it ends.`);
  expect(socket.closeCode).toBeUndefined();
  expect(cluster.simulator.clientCount).toBe(1);

  await button('Card and address').click();
  await dashboard.waitForURL(/\/p\/session\//);
  await button('31 days later').click();
  expect(await socket.closed()).toBe(4402);
  await expect.poll(() => cluster.simulator.clientCount, { timeout: 15_000, interval: 20 }).toBe(0);
  const stopped = performance.now() - stripe.toldAt('customer.subscription.deleted');
  expect(stopped, 'ms from the message of Stripe to the broker out of the room').toBeLessThan(WITHIN_MS);
  expect(await refused(streamer)).toBe(4402);
  // On stream there is nothing, and nothing about money either.
  await expect.poll(() => widget.locator('#stage > *').count()).toBe(0);
  expect((await widget.locator('body').innerText()).trim()).toBe('');

  await dashboard.locator('#return').click();
  await says('Your plan has ended. Your settings and links are kept.');
  await says('Your widgets have stopped');
}, 180_000);
