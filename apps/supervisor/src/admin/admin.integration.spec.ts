import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accountPageSchema,
  accountViewSchema,
  announcementListSchema,
  announcementSchema,
  auditPageSchema,
  DEMO_WIDGET_KEY,
  failedJobListSchema,
  instanceSchema,
  meSchema,
  problemSchema,
  signBudgetViewSchema,
  streamerWithKeySchema,
} from '#libs/contracts';
import { createRedis, RedisReadModelStore, type RedisConnection } from '#libs/redis';
import { png } from '../../../../libs/domain/test/upload-files.js';
import { testEnvironment } from '../../../../test/support/services/test-environment.js';
import { TestRedis } from '../../../../test/support/services/test-redis.js';
import { TestPerson } from '../../test/test-person.js';
import { TestSupervisor } from '../../test/test-supervisor.js';

let server: TestRedis;
let supervisor: TestSupervisor;
let redis: RedisConnection;
let admin: TestPerson;

beforeAll(async () => {
  server = await TestRedis.start();
  const services = { postgresUrl: testEnvironment.databaseUrl(), redisUrl: server.url };
  supervisor = await TestSupervisor.start(services, { STREAMSHAPE_DEMO: '1', THROTTLE_FACTOR: '1000' });
  redis = createRedis({ kind: 'single', url: server.url }, 'test');
  admin = new TestPerson(supervisor, 'demo@streamshape.local', 'streamshape-demo');
  expect((await admin.signIn()).status).toBe(200);
});
afterAll(async () => {
  redis.disconnect();
  await supervisor[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

const until = (read: () => unknown) => expect.poll(read, { timeout: 15_000 });
async function problem(answer: Response, status: number, code: string) {
  const body: unknown = await answer.json();
  expect({ status: answer.status, body }).toMatchObject({ status, body: { code } });
  return problemSchema.parse(body);
}
const outbox = async () => (await fetch(`${supervisor.url}/outbox`)).text();

/** Signs up and follows the link that the outbox shows. */
async function arrive(name: string): Promise<TestPerson> {
  const person = new TestPerson(supervisor, `${name}@example.org`);
  await person.signUp();
  const link = async () => {
    const article = (await outbox()).split('<article>').find((text) => text.includes(person.email));
    return /\/verify-email#token=([\w-]+)/.exec(article ?? '')?.[1];
  };
  await until(link).toBeDefined();
  await person.api('POST', '/verify-email', { token: await link() });
  return person;
}

describe('the demo', () => {
  it('has an account that is an admin and owns the demo streamer, and says so', async () => {
    const { account, streamer } = meSchema.parse(await admin.api('GET', '/me'));
    expect(account).toMatchObject({ role: 'admin', emailVerified: true, email: 'demo@streamshape.local' });
    expect(streamer?.handle).toBe('demo');
    const key = await admin.api('GET', `/streamers/${streamer!.id}/widget-key`);
    expect(key).toEqual({ widgetKey: DEMO_WIDGET_KEY });
    const instance = instanceSchema.parse(await (await fetch(`${supervisor.url}/api/v1/instance`)).json());
    expect(instance.demo).toEqual({ email: admin.email, password: admin.password });
    expect(instance.outbox).toBe('/outbox');
  });

  it('shows its mails on a page that runs nothing', async () => {
    const answer = await fetch(`${supervisor.url}/outbox`);
    expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'; style-src 'sha256-/);
    expect(await answer.text()).not.toMatch(/<script|onclick/);
  });
});

describe('admins', () => {
  it('find, suspend and restore accounts: pages close and the broker stops meanwhile', async () => {
    const someone = await arrive('someone');
    const streamer = streamerWithKeySchema.parse(await someone.api('POST', '/me/streamer', { handle: 'someone.live' }));
    const { account } = await someone.me();
    for (const search of ['SOMEONE@', 'someone.live', 'Somebo']) {
      const page = accountPageSchema.parse(await admin.api('GET', `/admin/accounts?search=${search}`));
      expect(page.items.map(({ id }) => id)).toContain(account.id);
    }
    expect(accountPageSchema.parse(await admin.api('GET', '/admin/accounts?search=100%25')).items).toEqual([]);
    const models = new RedisReadModelStore(redis);
    const active = async () => (await models.get(streamer.id))?.active;
    const desired = async () => {
      const rows: { desired: boolean }[] = await supervisor.database.database
        .unitOfWork()
        .execute('select desired from broker where streamer_id = ?', [streamer.id]);
      return rows[0]?.desired;
    };
    await until(active).toBe(true);
    const path = `/admin/accounts/${account.id}`;
    const view = accountViewSchema.parse(await admin.api('POST', `${path}/suspend`, { reason: 'Spam' }));
    expect(view).toMatchObject({ suspended: { reason: 'Spam' }, streamer: { id: streamer.id } });
    expect([await active(), await desired()]).toEqual([false, false]);
    expect(await admin.api('GET', `/streamers/${streamer.id}`)).toMatchObject({
      broker: { status: { state: 'stopped', reason: { code: 'ACCOUNT.SUSPENDED' } } },
    });
    await problem(await someone.call('GET', `/api/v1/streamers/${streamer.id}`), 403, 'ACCOUNT.SUSPENDED');
    // Switching on changes nothing while it lasts.
    await admin.api('PATCH', `/streamers/${streamer.id}`, { enabled: true });
    expect([await active(), await desired()]).toEqual([false, false]);
    await admin.api('POST', `${path}/restore`);
    expect([await active(), await desired()]).toEqual([true, true]);
    expect((await someone.me()).account.suspended).toBeUndefined();
    await until(outbox).toContain('Your account is suspended');
  });

  it('cannot be left without one', async () => {
    const { account } = await admin.me();
    const path = `/admin/accounts/${account.id}`;
    const second = await arrive('second');
    const secondId = (await second.me()).account.id;
    await problem(await admin.call('POST', `/api/v1${path}/suspend`, { reason: 'x' }), 409, 'ACCOUNT.SELF');
    await problem(await admin.call('POST', `/api/v1${path}/role`, { role: 'streamer' }), 409, 'ACCOUNT.LAST_ADMIN');
    const leave = await admin.call('POST', '/api/v1/me/deletion', { password: admin.password });
    await problem(leave, 409, 'ACCOUNT.LAST_ADMIN');
    const role = `/api/v1/admin/accounts/${secondId}/role`;
    expect((await supervisor.call('POST', role, { role: 'admin' })).status).toBe(200);
    expect((await second.call('GET', '/api/v1/admin/accounts')).status).toBe(200);
    // Each wants to take the other one's role at the same time: one of them stays.
    const answers = await Promise.all([
      admin.call('POST', role, { role: 'streamer' }),
      second.call('POST', `/api/v1${path}/role`, { role: 'streamer' }),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const id of [account.id, secondId]) {
      const role = id === account.id ? 'admin' : 'streamer';
      await supervisor.call('POST', `/api/v1/admin/accounts/${id}/role`, { role });
    }
    await problem(await admin.call('GET', '/api/v1/admin/accounts/nonsense'), 404, 'ACCOUNT.NOT_FOUND');
  });

  it('read who did what, page by page', async () => {
    const first = auditPageSchema.parse(await admin.api('GET', '/admin/audit?limit=2'));
    expect(first.items).toHaveLength(2);
    const next = auditPageSchema.parse(await admin.api('GET', `/admin/audit?limit=200&cursor=${first.nextCursor}`));
    const all = [...first.items, ...next.items];
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const actions = all.map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['account.suspended', 'account.created', 'session.began']));
    const suspended = all.find(({ action }) => action === 'account.suspended');
    expect(suspended?.actor).toMatchObject({ kind: 'account', email: admin.email });
    expect(suspended?.address).toBe('127.0.0.1');
    const roles = auditPageSchema.parse(await admin.api('GET', '/admin/audit?action=account.role-changed'));
    expect(roles.items.some(({ actor }) => actor.kind === 'operator')).toBe(true);
    await problem(await admin.call('GET', '/api/v1/admin/audit?cursor=zzz'), 400, 'PAGE.BAD_CURSOR');
  });

  it('announce to streamers, change it and end it', async () => {
    const wish = { level: 'incident', title: 'TikTok is slow', text: 'Gifts come late' };
    const made = announcementSchema.parse(await admin.api('POST', '/admin/announcements', wish));
    const listed = async (path: string) => announcementListSchema.parse(await admin.api('GET', path)).items;
    expect(await listed('/announcements')).toEqual([made]);
    const path = `/admin/announcements/${made.id}`;
    expect(await admin.api('PATCH', path, { title: 'TikTok is fast' })).toMatchObject({
      title: 'TikTok is fast',
      text: wish.text,
    });
    await admin.api('PATCH', path, { endsAt: new Date().toISOString() });
    expect(await listed('/announcements')).toEqual([]);
    expect((await listed('/admin/announcements')).map(({ id }) => id)).toEqual([made.id]);
    await problem(await admin.call('PATCH', '/api/v1/admin/announcements/x', {}), 404, 'ANNOUNCEMENT.NOT_FOUND');
  });

  it('see signing services and jobs that failed', async () => {
    expect(signBudgetViewSchema.parse(await admin.api('GET', '/admin/sign-budget')).items).toEqual([]);
    expect(failedJobListSchema.parse(await admin.api('GET', '/admin/failed-jobs')).items).toEqual([]);
    await problem(await admin.call('POST', '/api/v1/admin/failed-jobs/123/retry'), 404, 'JOB.NOT_FOUND');
  });
});

it('gives people a file with everything that is theirs, and no secrets', async () => {
  const someone = await arrive('leaver');
  const streamer = streamerWithKeySchema.parse(await someone.api('POST', '/me/streamer', { handle: 'leaver.live' }));
  await someone.api('POST', `/streamers/${streamer.id}/goals`, { metric: 'coins', target: 5, title: 'My goal' });
  const picture = png({ width: 3, height: 3 });
  const upload = await fetch(`${supervisor.url}/api/v1/streamers/${streamer.id}/uploads?name=a.png`, {
    method: 'POST',
    headers: {
      cookie: [...someone.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      origin: supervisor.url,
    },
    body: picture,
  });
  expect(upload.status).toBe(201);
  const work = supervisor.database.database.unitOfWork();
  const insert = `insert into ledger_event (streamer_id, event_id, epoch, log_offset, type, at, received_at, user_id, coins,
      gift_id, count, payload)
    select ?::uuid, 'event' || n, 'e', n, 'gift', now(), now(), 'u', 5, 'g', 1,
           jsonb_build_object('user', jsonb_build_object('handle', 'viewer', 'name', '=cmd()'))
      from generate_series(1, 2500) n`;
  await work.execute(insert, [streamer.id]);
  const answer = await someone.call('GET', '/api/v1/me/export');
  expect(answer.headers.get('content-type')).toBe('application/zip');
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="streamshape-[\d-]+\.zip"$/);
  const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
  const text = (name: string) => strFromU8(files[name]!);
  expect(JSON.parse(text('account.json'))).toMatchObject({ email: someone.email });
  expect(JSON.parse(text('streamer.json'))).toMatchObject({ handle: 'leaver.live' });
  expect(text('goals.json')).toContain('My goal');
  expect(JSON.parse(text('ledger.json'))).toHaveLength(2500);
  const lines = text('ledger.csv').trim().split('\r\n');
  expect(lines).toHaveLength(2501);
  expect(lines[1]).toContain(`'=cmd()`);
  expect(JSON.stringify(JSON.parse(text('audit.json')))).toContain('account.created');
  const name = Object.keys(files).find((path) => path.startsWith('uploads/'));
  expect(files[name!]!.length).toBeGreaterThan(20);
  const whole = Object.entries(files).map(([path, bytes]) => (path.startsWith('uploads/') ? '' : strFromU8(bytes)));
  for (const secret of ['argon2', streamer.widgetKey, 'key_hash', 'token_hash', ...someone.cookies.values()]) {
    expect(whole.join('')).not.toContain(secret);
  }
});
