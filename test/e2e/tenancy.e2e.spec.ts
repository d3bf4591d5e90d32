import { afterAll, beforeAll, expect, it } from 'vitest';
import { meSchema, streamerWithKeySchema, type StreamerWithKey } from '#libs/contracts';
import { SmtpServer, textOf } from '../../libs/mail/test/smtp-server.js';
import { FAST_CLOCKS } from '../support/act.js';
import { Cluster } from '../support/cluster.js';
import { SocketPage } from '../support/socket-page.js';

let cluster: Cluster;
let smtp: SmtpServer;
beforeAll(async () => {
  smtp = await SmtpServer.start();
  cluster = await Cluster.start({ workers: 1, environment: { ...FAST_CLOCKS, SMTP_URL: smtp.url } });
});
afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
  await smtp[Symbol.asyncDispose]();
});

/** Somebody who signed up, follows a room that is live, and is signed in. */
async function tenant(handle: string) {
  const room = cluster.simulator.room(handle).goLive();
  const email = `${handle}@example.org`;
  let cookie = '';
  const call = async (method: string, path: string, body?: unknown) => {
    const { url } = cluster.supervisor;
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { origin: url, cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = answer.headers.getSetCookie().map((text) => text.split(';', 1)[0]!);
    if (set.length > 0) cookie = set.join('; ');
    expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
    return answer;
  };
  await call('POST', '/sign-up', { email, password: 'a long enough password' });
  const link = () => {
    const mail = smtp.mails.find(({ to }) => to.includes(email));
    return mail && /#token=([\w-]+)/.exec(textOf(mail))?.[1];
  };
  await expect.poll(link, { timeout: 15_000 }).toBeDefined();
  await call('POST', '/verify-email', { token: link() });
  const made = await call('POST', '/me/streamer', { handle });
  const streamer: StreamerWithKey = streamerWithKeySchema.parse(await made.json());
  const { account } = meSchema.parse(await (await call('GET', '/me')).json());
  await room.waitForClients(1);
  return { room, streamer, accountId: account.id, call };
}
const join = (streamer: StreamerWithKey, widget = 'chat') =>
  SocketPage.join(cluster.gatewayUrl, { key: streamer.widgetKey, widget });
/** Rooms of the local TikTok that somebody listens to. */
const listening = () => expect.poll(() => cluster.simulator.clientCount, { timeout: 15_000 });
async function refused(key: string): Promise<number> {
  const page = await SocketPage.connect(cluster.gatewayUrl);
  page.send('hello', { v: 1, key, widget: 'chat' });
  return await page.closed();
}

it('shows each tenant their own room, and closes the pages of suspended and deleted ones', async () => {
  const [one, two] = [await tenant('tenant.one'), await tenant('tenant.two')];
  const [mine, theirs] = [await join(one.streamer), await join(two.streamer)];
  one.room.send({ type: 'chat', text: 'for one alone' });
  const seen = (page: SocketPage) => page.events.flatMap((event) => (event.type === 'chat' ? [event.text] : []));
  await mine.until(() => seen(mine).includes('for one alone'), 'the message');
  expect(seen(theirs)).not.toContain('for one alone');
  // An instance of another tenant is not to be had under one's own key.
  const stranger = await SocketPage.connect(cluster.gatewayUrl);
  stranger.send('hello', { v: 1, key: one.streamer.widgetKey, widget: 'chat', id: two.streamer.id });
  expect(await stranger.closed()).toBe(4404);

  const admin = (act: string, body?: unknown) => cluster.api('POST', `/admin/accounts/${one.accountId}/${act}`, body);
  expect((await admin('suspend', { reason: 'A test' })).status).toBe(200);
  expect(await mine.closed()).toBe(4402);
  expect(await refused(one.streamer.widgetKey)).toBe(4402);
  await listening().toBe(1);
  expect(theirs.closeCode).toBeUndefined();

  expect((await admin('restore')).status).toBe(200);
  const back = await join(one.streamer);
  await one.room.waitForClients(1);

  await one.call('POST', '/me/deletion', { password: 'a long enough password' });
  expect(await back.closed()).toBe(4401);
  expect(await refused(one.streamer.widgetKey)).toBe(4401);
  await listening().toBe(1);
  expect(theirs.closeCode).toBeUndefined();
  theirs.close();
});
