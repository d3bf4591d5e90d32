import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { StreamerWithKey } from '#libs/contracts';
import { Cluster } from '../support/cluster.js';
import { HeartbeatReceiver } from '../support/heartbeat-receiver.js';
import { SocketPage } from '../support/socket-page.js';
import { allExpressions, metricsIn, notShown, readMetrics, type Shown } from './support/monitoring-files.js';

const SECRETS = {
  SESSION_SECRET: 'session-secret-that-no-log-shows',
  ENCRYPTION_KEY: 'encryption-key-that-no-log-shows',
  HEALTH_TOKEN: 'health-token-that-no-log-shows',
  BETTERSTACK_API_TOKEN: 'betterstack-token-that-no-log-shows',
  SMTP_URL: 'smtp://mailer:smtp-password-that-no-log-shows@127.0.0.1:1',
};
const PERSON = { email: 'streamer.person@mail-that-no-log-shows.example', password: 'password-that-no-log-shows' };
const TOKEN = 'one-time-token-that-no-log-shows';
const VIEWER = { id: '7123456789012345678', handle: 'viewer.handle.unseen', name: 'Viewer Name Unseen' };
let cluster: Cluster;
let receiver: HeartbeatReceiver;
let streamer: StreamerWithKey;
let roles: Record<'supervisor' | 'worker' | 'gateway', Shown>;

const processes = () => [cluster.supervisor, ...cluster.workers, ...cluster.gateways];
const textOf = async (url: string) => (await fetch(`${url}/metrics`)).text();

/** Everything that a stranger can hand in: an account whose mail cannot be sent, a wrong password, made-up tokens. */
async function signUpInVain(): Promise<void> {
  const url = cluster.supervisor.url;
  const send = (method: 'POST' | 'PUT', path: string, body: object) =>
    fetch(`${url}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify(body),
    });
  expect((await send('POST', '/sign-up', PERSON)).status).toBe(202);
  expect((await send('POST', '/session', { ...PERSON, password: `${PERSON.password}!` })).status).toBe(401);
  expect((await send('POST', '/verify-email', { token: TOKEN })).status).toBe(410);
  expect((await send('POST', '/password-reset', { email: PERSON.email })).status).toBe(202);
  expect((await send('PUT', '/password-reset', { token: TOKEN, password: PERSON.password })).status).toBe(410);
  await fetch(`${url}/verify?token=${TOKEN}`);
  await vi.waitFor(() => expect(cluster.supervisor.log).toMatch(/mail/i), { timeout: 20_000 });
}

beforeAll(async () => {
  receiver = await HeartbeatReceiver.start();
  cluster = await Cluster.start({
    workers: 1,
    environment: { ...SECRETS, ...receiver.environment, HEARTBEAT_INTERVAL_MS: '200', LOG_LEVEL: 'trace' },
  });
  const room = cluster.simulator.room('observed').goLive();
  streamer = await cluster.createStreamer('observed');
  await room.waitForClients(1);
  const page = await SocketPage.join(cluster.gatewayUrl, { key: streamer.widgetKey, widget: 'feed' });
  room.send({ type: 'chat', text: 'words that stay between us', user: VIEWER });
  await page.until(() => page.events.some((event) => event.type === 'chat'), 'the chat');
  await fetch(`${cluster.gatewayUrl}/${streamer.widgetKey}/gifts?token=query-that-no-log-shows`);
  await cluster.api('GET', `/streamers?cursor=not-a-cursor`);
  await fetch(`${cluster.supervisor.url}/api/v1/streamers`, {
    headers: { authorization: 'Bearer bearer-that-no-log-shows', cookie: 'session=cookie-that-no-log-shows' },
  });
  await signUpInVain();
  await cluster.api('GET', `/streamers/${streamer.id}`);
  await cluster.api('GET', `/admin/viewers/${VIEWER.id}`);
  await cluster.api('DELETE', `/admin/viewers/${VIEWER.id}`);
  await vi.waitFor(() => expect(receiver.last('workers')).toBe('ok'), { timeout: 20_000 });
  const [supervisor, worker, gateway] = await Promise.all(processes().map(({ url }) => textOf(url)));
  roles = { supervisor: readMetrics(supervisor!), worker: readMetrics(worker!), gateway: readMetrics(gateway!) };
  page.close();
});
afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

describe('metrics of all roles', () => {
  it('are named as Prometheus would have it, with units, and explained', () => {
    for (const [role, { types, help }] of Object.entries(roles)) {
      const own = [...types].filter(([name]) => name.startsWith('streamshape_'));
      expect(own.length, role).toBeGreaterThan(3);
      for (const [name, type] of own) {
        expect(help.get(name), name).toMatch(/\w{4}/);
        expect(name.endsWith('_total'), `${name} is a ${type}`).toBe(type === 'counter');
        if (type === 'histogram') expect(name).toMatch(/_(seconds|bytes)$/);
        expect(name).not.toMatch(/_(ms|millis|milliseconds|minutes|kb|mb)(_|$)/);
      }
    }
  });

  it('carry no streamer, viewer or key', async () => {
    const text = (await Promise.all(processes().map(({ url }) => textOf(url)))).join('\n');
    for (const secret of [streamer.id, streamer.widgetKey, 'observed', VIEWER.handle, VIEWER.id]) {
      expect(text).not.toContain(secret);
    }
  });

  it('are there for every panel and every alarm, with the labels that are asked for', () => {
    const shown = Object.values(roles);
    for (const [where, expr] of allExpressions()) {
      expect(metricsIn(expr).length, where).toBeGreaterThan(0);
      expect(notShown(expr, shown), where).toEqual([]);
    }
    expect(notShown('rate(streamshape_invented_total[5m]) > 0 and up', shown)).toEqual(['streamshape_invented_total']);
    expect(notShown('sum by (state) (streamshape_brokers{shape="round"})', shown)).toEqual([
      'streamshape_brokers{shape}',
    ]);
  });
});

describe('logs of all roles', () => {
  it('are JSON with role, level and time, and name the streamer or the request that a line is about', () => {
    const lines = processes().map(({ log }) =>
      log
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .slice(1),
    );
    for (const one of lines) {
      expect(one.length).toBeGreaterThan(0);
      for (const line of one) {
        const entry = JSON.parse(line) as Record<string, unknown>;
        expect(entry).toMatchObject({ role: expect.any(String), level: expect.any(String), time: expect.any(String) });
        if (entry['msg'] === 'request completed') expect(entry['requestId']).toEqual(expect.any(String));
      }
    }
    const all = processes().map(({ log }) => log);
    expect(all.filter((log) => log.includes('"requestId"')).length).toBeGreaterThanOrEqual(2);
    expect(cluster.workers[0]!.log).toContain(`"streamerId":"${streamer.id}"`);
    const about = all[0]!
      .split('\n')
      .filter((line) => line.includes('request completed') && line.includes(streamer.id));
    expect(about.length).toBeGreaterThan(0);
  });

  it('hold no secret and nothing of a viewer, at any level', () => {
    const text = processes()
      .map(({ log }) => log)
      .join('\n');
    const hidden = [
      ...Object.values(SECRETS),
      ...[streamer.widgetKey, cluster.operatorHeaders.authorization.slice('Bearer '.length)],
      ...['bearer-that-no-log-shows', 'cookie-that-no-log-shows', 'query-that-no-log-shows'],
      ...[PERSON.email, PERSON.password, TOKEN, 'smtp-password-that-no-log-shows', streamer.handle],
      ...[VIEWER.id, VIEWER.handle, VIEWER.name, 'words that stay between us', receiver.url],
      new URL(cluster.databaseUrl).password,
    ];
    for (const secret of hidden) expect(text.includes(secret), secret).toBe(false);
  });
});
