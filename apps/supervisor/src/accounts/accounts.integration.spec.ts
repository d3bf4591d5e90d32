import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accountPageSchema,
  auditPageSchema,
  createdTokenSchema,
  instanceSchema,
  loginSessionListSchema,
  problemSchema,
  streamerWithKeySchema,
  tokenListSchema,
  verifiedSchema,
} from '#libs/contracts';
import { createRedis, RedisReadModelStore, type RedisConnection } from '#libs/redis';
import { testEnvironment } from '../../../../test/support/services/test-environment.js';
import { TestRedis } from '../../../../test/support/services/test-redis.js';
import { SmtpServer } from '../../../../libs/mail/test/smtp-server.js';
import { linksTo, linkTo, PASSWORD, TestPerson } from '../../test/test-person.js';
import { TestSupervisor } from '../../test/test-supervisor.js';

let redisServer: TestRedis;
let smtp: SmtpServer;
let supervisor: TestSupervisor;
let redis: RedisConnection;

beforeAll(async () => {
  redisServer = await TestRedis.start();
  smtp = await SmtpServer.start();
  const services = { postgresUrl: testEnvironment.databaseUrl(), redisUrl: redisServer.url };
  supervisor = await TestSupervisor.start(services, { SMTP_URL: smtp.url, THROTTLE_FACTOR: '1000' });
  redis = createRedis({ kind: 'single', url: redisServer.url }, 'test');
});
afterAll(async () => {
  redis.disconnect();
  await supervisor[Symbol.asyncDispose]();
  await smtp[Symbol.asyncDispose]();
  await redisServer[Symbol.asyncDispose]();
});

let serial = 0;
const newEmail = () => `person${++serial}@example.org`;
const person = (email = newEmail(), password = PASSWORD) => new TestPerson(supervisor, email, password);
const arrive = (email = newEmail()) => TestPerson.arrive(supervisor, smtp, email);
const mailsTo = (email: string) => smtp.mails.filter(({ to }) => to.includes(email));
const subjectsTo = (email: string) => mailsTo(email).map(({ raw }) => /^Subject: (.*)$/m.exec(raw)?.[1]?.trim() ?? '');
async function problem(answer: Response, status: number, code: string) {
  const body: unknown = await answer.json();
  expect({ status: answer.status, body }).toMatchObject({ status, body: { status, code } });
  return problemSchema.parse(body);
}
const until = (read: () => unknown) => expect.poll(read, { timeout: 15_000 });

describe('signing up', () => {
  it('confirms the address and signs in the browser that signed up', async () => {
    const someone = person();
    const answer = await someone.signUp();
    expect(answer.status).toBe(202);
    expect(await answer.text()).toBe('');
    const cookie = answer.headers.getSetCookie().join();
    expect(cookie).toMatch(/^streamshape-pending=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=86400$/);
    await problem(await someone.call('GET', '/api/v1/me'), 401, 'AUTH.REQUIRED');
    const token = await linkTo(smtp, someone.email);
    const verified = verifiedSchema.parse(await someone.api('POST', '/verify-email', { token }));
    expect(verified).toEqual({ email: someone.email, signedIn: true });
    expect(someone.cookies.has('streamshape-pending')).toBe(false);
    const { account, streamer } = await someone.me();
    expect(account).toMatchObject({ email: someone.email, emailVerified: true, name: 'Somebody', role: 'streamer' });
    expect(streamer).toBeNull();
    await problem(await someone.call('POST', '/api/v1/verify-email', { token }), 410, 'LINK.EXPIRED');
  });

  it('only confirms in another browser, which then signs in', async () => {
    const [someone, elsewhere] = [person(), person()];
    await someone.signUp();
    const token = await linkTo(smtp, someone.email);
    expect(await elsewhere.api('POST', '/verify-email', { token })).toMatchObject({ signedIn: false });
    await problem(await elsewhere.call('GET', '/api/v1/me'), 401, 'AUTH.REQUIRED');
    expect((await someone.signIn()).status).toBe(200);
  });

  it('answers alike where there is an account, and tells its owner by mail', async () => {
    const owner = await arrive();
    const stranger = person(owner.email, 'another long password');
    const [known, unknown] = [await stranger.signUp(), await person().signUp()];
    expect(known.status).toBe(unknown.status);
    expect(await known.text()).toBe(await unknown.text());
    await until(() => subjectsTo(owner.email)).toContain('You have an account already');
    await problem(await stranger.signIn(), 401, 'AUTH.WRONG_CREDENTIALS');
    expect((await owner.signIn()).status).toBe(200);
  });

  it('gives an address to whoever has the mailbox, not to who was first', async () => {
    const email = newEmail();
    const [early, owner] = [person(email, 'password of a stranger'), person(email, 'password of the owner')];
    await early.signUp();
    await linkTo(smtp, email);
    expect((await early.signIn()).status).toBe(200);
    await owner.signUp();
    const token = await linkTo(smtp, email, 2);
    await owner.api('POST', '/verify-email', { token });
    expect((await owner.me()).account.emailVerified).toBe(true);
    await problem(await early.call('GET', '/api/v1/me'), 401, 'AUTH.REQUIRED');
    await problem(await early.signIn(), 401, 'AUTH.WRONG_CREDENTIALS');
    expect(linksTo(smtp, email)).toHaveLength(2);
    await problem(
      await early.call('POST', '/api/v1/verify-email', { token: linksTo(smtp, email)[0] }),
      ...([410, 'LINK.EXPIRED'] as const),
    );
  });

  it('lets nobody keep a wish for another address from before the owner signed up', async () => {
    const email = newEmail();
    const [early, owner] = [person(email, 'password of a stranger'), person(email, 'password of the owner')];
    await early.signUp();
    expect((await early.signIn()).status).toBe(200);
    const theirs = newEmail();
    await early.api('POST', '/me/email', { email: theirs, password: 'password of a stranger' });
    const kept = await linkTo(smtp, theirs);
    await owner.signUp();
    await problem(await early.call('GET', '/api/v1/me'), 401, 'AUTH.REQUIRED');
    await owner.api('POST', '/verify-email', { token: await linkTo(smtp, email, 2) });
    await problem(await person().call('POST', '/api/v1/verify-email', { token: kept }), 410, 'LINK.EXPIRED');
    const { account } = await owner.me();
    expect(account).toMatchObject({ email, emailVerified: true });
    expect(account.pendingEmail).toBeUndefined();
  });

  it('keeps the password of the browser that signed up when the link is sent again', async () => {
    const email = newEmail();
    const [early, owner] = [person(email, 'password of a stranger'), person(email, 'password of the owner')];
    await early.signUp();
    await owner.signUp();
    await linkTo(smtp, email, 2);
    await early.api('POST', '/verify-email/resend', { email });
    const token = await linkTo(smtp, email, 3);
    expect(await owner.api('POST', '/verify-email', { token })).toMatchObject({ signedIn: true });
    expect((await owner.signIn()).status).toBe(200);
    await problem(await early.signIn(), 401, 'AUTH.WRONG_CREDENTIALS');
  });

  it('lets a stranger who signs up later set no password, and the owner choose one', async () => {
    const email = newEmail();
    const [owner, late] = [person(email, 'password of the owner'), person(email, 'password of a stranger')];
    await owner.signUp();
    await late.signUp();
    const token = await linkTo(smtp, email, 2);
    expect(await owner.api('POST', '/verify-email', { token })).toMatchObject({ email, signedIn: false });
    await problem(await late.signIn(), 401, 'AUTH.WRONG_CREDENTIALS');
    await until(() => subjectsTo(email)).toContain('Set a new password');
  });

  it('sends the link again, and the old one is good no more', async () => {
    const someone = person();
    await someone.signUp();
    const old = await linkTo(smtp, someone.email);
    await someone.api('POST', '/verify-email/resend', { email: someone.email });
    const fresh = await linkTo(smtp, someone.email, 2);
    await problem(await someone.call('POST', '/api/v1/verify-email', { token: old }), 410, 'LINK.EXPIRED');
    expect(await someone.api('POST', '/verify-email', { token: fresh })).toMatchObject({ email: someone.email });
    expect((await someone.call('POST', '/api/v1/verify-email/resend', { email: newEmail() })).status).toBe(202);
  });

  it('makes one account of several sign-ups at once', async () => {
    const email = newEmail();
    const answers = await Promise.all(Array.from({ length: 4 }, () => person(email).signUp()));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    const page = accountPageSchema.parse(
      await (await supervisor.call('GET', `/api/v1/admin/accounts?search=${email}`)).json(),
    );
    expect(page.items).toHaveLength(1);
  });

  it('says what is wrong with what was typed', async () => {
    const wrong = await person().call('POST', '/api/v1/sign-up', { email: 'nobody', password: 'short' });
    const { errors } = await problem(wrong, 400, 'VALIDATION.FAILED');
    expect(errors?.map(({ path }) => path).toSorted()).toEqual(['email', 'password']);
  });
});

describe('sessions', () => {
  it('begin anew with each sign-in, are listed, and end', async () => {
    const someone = await arrive();
    const before = someone.cookies.get('streamshape-session')!;
    expect((await someone.signIn()).status).toBe(200);
    const after = someone.cookies.get('streamshape-session')!;
    expect(after).not.toBe(before);
    const old = person(someone.email);
    old.cookies.set('streamshape-session', before);
    await problem(await old.call('GET', '/api/v1/me'), 401, 'AUTH.REQUIRED');

    const phone = person(someone.email);
    expect((await phone.signIn()).status).toBe(200);
    const list = async () => loginSessionListSchema.parse(await someone.api('GET', '/me/sessions')).items;
    expect(await list()).toHaveLength(2);
    const [current, other] = [(await list()).find(({ current }) => current)!, (await list()).find((s) => !s.current)!];
    expect(current).toMatchObject({ device: 'Firefox on Linux', address: '127.0.0.1' });
    await someone.api('DELETE', `/me/sessions/${other.id}`);
    await problem(await phone.call('GET', '/api/v1/me'), 401, 'AUTH.REQUIRED');
    await problem(await someone.call('DELETE', `/api/v1/me/sessions/${other.id}`), 404, 'SESSION.NOT_FOUND');
    await problem(await someone.call('DELETE', '/api/v1/me/sessions/nonsense'), 404, 'SESSION.NOT_FOUND');

    await phone.signIn();
    await someone.api('DELETE', '/me/sessions');
    expect(await list()).toHaveLength(1);
    const kept = someone.cookies.get('streamshape-session')!;
    await someone.api('DELETE', '/session');
    expect(someone.cookies.size).toBe(0);
    someone.cookies.set('streamshape-session', kept);
    await problem(await someone.call('GET', '/api/v1/me'), 401, 'AUTH.REQUIRED');
  });

  it('end when idle for too long or too old, and are stored as hashes', async () => {
    const someone = await arrive();
    const work = () => supervisor.database.database.unitOfWork();
    const { account } = await someone.me();
    const rows: { token_hash: string }[] = await work().execute(
      'select token_hash from login_session where account_id = ?',
      [account.id],
    );
    expect(rows[0]?.token_hash).toMatch(/^[0-9a-f]{64}$/);
    for (const change of [`last_seen_at = now() - interval '15 days'`, `expires_at = now() - interval '1 second'`]) {
      await someone.signIn();
      await someone.me();
      await work().execute(`update login_session set ${change} where account_id = ?`, [account.id]);
      await problem(await someone.call('GET', '/api/v1/me'), 401, 'AUTH.REQUIRED');
    }
  });

  it('refuse wrong passwords and unknown addresses with the same words, and take as long', async () => {
    const someone = await arrive();
    const timed = async (who: TestPerson) => {
      const start = performance.now();
      const { detail } = await problem(await who.signIn('not the password'), 401, 'AUTH.WRONG_CREDENTIALS');
      return { detail, ms: performance.now() - start };
    };
    const [known, unknown] = [await timed(person(someone.email)), await timed(person())];
    expect(known.detail).toBe(unknown.detail);
    for (const { ms } of [known, unknown]) expect(ms).toBeGreaterThan(290);
  });
});

describe('passwords', () => {
  it('are changed by who knows the old one, and every other session ends', async () => {
    const [someone, phone] = [await arrive(), person()];
    const elsewhere = person(someone.email);
    await elsewhere.signIn();
    const change = (current: string) =>
      someone.call('POST', '/api/v1/me/password', { current, next: 'the next password' });
    const { errors } = await problem(await change('wrong'), 403, 'AUTH.WRONG_PASSWORD');
    expect(errors?.[0]?.path).toBe('current');
    expect((await change(PASSWORD)).status).toBe(204);
    expect((await someone.me()).account.email).toBe(someone.email);
    await problem(await elsewhere.call('GET', '/api/v1/me'), 401, 'AUTH.REQUIRED');
    expect((await person(someone.email).signIn('the next password')).status).toBe(200);
    await until(() => subjectsTo(someone.email)).toContain('Your password was changed');
    await problem(await phone.signIn(), 401, 'AUTH.WRONG_CREDENTIALS');
  });

  it('are reset by mail, once, and every session ends', async () => {
    const someone = await arrive();
    const visitor = person(someone.email);
    expect((await visitor.call('POST', '/api/v1/password-reset', { email: someone.email })).status).toBe(202);
    expect((await visitor.call('POST', '/api/v1/password-reset', { email: newEmail() })).status).toBe(202);
    const token = await linkTo(smtp, someone.email, 2);
    const set = (password: string) => visitor.call('PUT', '/api/v1/password-reset', { token, password });
    expect((await set('a password after reset')).status).toBe(204);
    await problem(await set('another password later'), 410, 'LINK.EXPIRED');
    await problem(await someone.call('GET', '/api/v1/me'), 401, 'AUTH.REQUIRED');
    expect((await visitor.signIn('a password after reset')).status).toBe(200);
    await problem(await someone.signIn(), 401, 'AUTH.WRONG_CREDENTIALS');
  });

  it('are stored as argon2id, and neither they nor tokens reach the log', async () => {
    const someone = await arrive();
    const rows: { password_hash: string }[] = await supervisor.database.database
      .unitOfWork()
      .execute('select password_hash from account where email = ?', [someone.email]);
    expect(rows[0]?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const log = supervisor.lines.join('');
    for (const secret of [PASSWORD, ...someone.cookies.values(), ...linksTo(smtp, someone.email)]) {
      expect(log).not.toContain(secret);
    }
    const stored = JSON.stringify(await supervisor.database.database.unitOfWork().execute('select * from mail'));
    for (const secret of [someone.email, ...linksTo(smtp, someone.email)]) expect(stored).not.toContain(secret);
  });
});

describe('a change of address', () => {
  it('needs the password and a click at the new address, and tells the old one', async () => {
    const someone = await arrive();
    const next = newEmail();
    const ask = (email: string, password = PASSWORD) => someone.call('POST', '/api/v1/me/email', { email, password });
    await problem(await ask(next, 'wrong password'), 403, 'AUTH.WRONG_PASSWORD');
    await problem(await ask(someone.email), 409, 'ACCOUNT.SAME_EMAIL');
    expect((await ask(next)).status).toBe(202);
    const token = await linkTo(smtp, next);
    expect((await someone.me()).account).toMatchObject({ email: someone.email, pendingEmail: next });
    await until(() => subjectsTo(someone.email)).toContain('Your e-mail address is about to change');
    await person().api('POST', '/verify-email', { token });
    const { account } = await someone.me();
    expect(account.email).toBe(next);
    expect(account.pendingEmail).toBeUndefined();
    await until(() => subjectsTo(someone.email)).toContain('Your e-mail address was changed');
    await problem(await person(someone.email).signIn(), 401, 'AUTH.WRONG_CREDENTIALS');
    expect((await person(next).signIn()).status).toBe(200);
  });

  it('is stopped by a new password, as the mail to the old address says', async () => {
    const someone = await arrive();
    const next = newEmail();
    await someone.api('POST', '/me/email', { email: next, password: PASSWORD });
    const token = await linkTo(smtp, next);
    await someone.api('POST', '/me/password', { current: PASSWORD, next: 'the next password' });
    await problem(await person().call('POST', '/api/v1/verify-email', { token }), 410, 'LINK.EXPIRED');
    expect((await someone.me()).account).toMatchObject({ email: someone.email });
    expect((await someone.me()).account.pendingEmail).toBeUndefined();
  });

  it('says nothing of who has the new one, and takes it from nobody', async () => {
    const [someone, other] = [await arrive(), await arrive()];
    const answer = await someone.call('POST', '/api/v1/me/email', { email: other.email, password: PASSWORD });
    expect(answer.status).toBe(202);
    await until(() => subjectsTo(other.email)).toContain('You have an account already');
    // Two ask for the same free address; whoever clicks first has it.
    const free = newEmail();
    for (const who of [someone, other]) await who.api('POST', '/me/email', { email: free, password: PASSWORD });
    await linkTo(smtp, free, 2);
    const [one, two] = linksTo(smtp, free);
    await person().api('POST', '/verify-email', { token: one });
    await problem(await person().call('POST', '/api/v1/verify-email', { token: two }), 409, 'ACCOUNT.EMAIL_TAKEN');
  });
});

describe('personal access tokens', () => {
  it('act within their scopes until they are revoked or too old', async () => {
    const someone = await arrive();
    const streamer = streamerWithKeySchema.parse(
      await someone.api('POST', '/me/streamer', { handle: `tokens${serial}` }),
    );
    const made = createdTokenSchema.parse(
      await someone.api('POST', '/me/tokens', { name: 'Stream deck', scopes: ['read'] }),
    );
    expect(made.token).toMatch(/^ss_[\w-]{43}$/);
    const list = async () => tokenListSchema.parse(await someone.api('GET', '/me/tokens')).items;
    expect(JSON.stringify(await list())).not.toContain(made.token);
    const bearer = { authorization: `Bearer ${made.token}` };
    const path = `/api/v1/streamers/${streamer.id}`;
    expect((await supervisor.call('GET', path, undefined, bearer)).status).toBe(200);
    expect((await supervisor.call('GET', '/api/v1/me', undefined, bearer)).status).toBe(200);
    await problem(await supervisor.call('PATCH', path, { enabled: false }, bearer), 403, 'AUTH.SCOPE_NEEDED');
    await problem(await supervisor.call('GET', '/api/v1/me/tokens', undefined, bearer), 403, 'AUTH.SESSION_NEEDED');
    expect((await list())[0]?.lastUsedAt).not.toBeNull();
    await someone.api('DELETE', `/me/tokens/${made.id}`);
    await problem(await supervisor.call('GET', path, undefined, bearer), 401, 'AUTH.REQUIRED');
    await problem(await someone.call('DELETE', `/api/v1/me/tokens/${made.id}`), 404, 'TOKEN.NOT_FOUND');
    await problem(await someone.call('DELETE', '/api/v1/me/tokens/nonsense'), 404, 'TOKEN.NOT_FOUND');

    const short = createdTokenSchema.parse(
      await someone.api('POST', '/me/tokens', { name: 'A day', scopes: ['read'], expiresInDays: 1 }),
    );
    await supervisor.database.database
      .unitOfWork()
      .execute(`update api_token set expires_at = now() where id = ?`, [short.id]);
    await problem(
      await supervisor.call('GET', path, undefined, { authorization: `Bearer ${short.token}` }),
      ...([401, 'AUTH.REQUIRED'] as const),
    );
  });

  it('are twenty at most', async () => {
    const someone = await arrive();
    const make = () => someone.call('POST', '/api/v1/me/tokens', { name: 'One', scopes: ['live'] });
    const statuses = await Promise.all(Array.from({ length: 23 }, async () => (await make()).status));
    expect(statuses.filter((status) => status === 201)).toHaveLength(20);
    await problem(await make(), 409, 'TOKEN.TOO_MANY');
  });
});

describe('the streamer of an account', () => {
  it('is one, with a handle of their own, and gives out its key', async () => {
    const [someone, other] = [await arrive(), await arrive()];
    const handle = `own${serial}`;
    const made = streamerWithKeySchema.parse(await someone.api('POST', '/me/streamer', { handle: `@${handle}` }));
    expect((await someone.me()).streamer).toMatchObject({ id: made.id, handle });
    const again = await someone.call('POST', '/api/v1/me/streamer', { handle: 'more' });
    await problem(again, 409, 'ACCOUNT.HAS_STREAMER');
    await problem(await other.call('POST', '/api/v1/me/streamer', { handle }), 409, 'STREAMER.HANDLE_TAKEN');
    expect(await someone.api('GET', `/streamers/${made.id}/widget-key`)).toEqual({ widgetKey: made.widgetKey });
    await problem(await other.call('GET', `/api/v1/streamers/${made.id}/widget-key`), 404, 'STREAMER.NOT_FOUND');
    await problem(await someone.call('DELETE', `/api/v1/streamers/${made.id}`), 403, 'AUTH.ADMIN_NEEDED');
  });

  it('goes with the account, and nothing personal stays but what the log of acts names by id', async () => {
    const someone = await arrive();
    const made = streamerWithKeySchema.parse(await someone.api('POST', '/me/streamer', { handle: `gone${serial}` }));
    const { account } = await someone.me();
    const readModels = new RedisReadModelStore(redis);
    await until(() => readModels.get(made.id)).toBeDefined();
    const remove = (password: string) => someone.call('POST', '/api/v1/me/deletion', { password });
    await problem(await remove('not this one'), 403, 'AUTH.WRONG_PASSWORD');
    expect((await remove(PASSWORD)).status).toBe(204);
    expect(someone.cookies.size).toBe(0);
    await problem(await someone.signIn(), 401, 'AUTH.WRONG_CREDENTIALS');
    expect((await supervisor.call('GET', `/api/v1/streamers/${made.id}`)).status).toBe(404);
    await until(() => readModels.get(made.id)).toBeUndefined();
    await until(() => subjectsTo(someone.email)).toContain('Your account was deleted');
    const audit = await (await supervisor.call('GET', `/api/v1/admin/audit?account=${account.id}`)).json();
    const { items } = auditPageSchema.parse(audit);
    expect(items[0]).toMatchObject({ action: 'account.deleted', address: null, actor: { accountId: account.id } });
    expect(JSON.stringify(items)).not.toContain(someone.email);
    for (const table of ['account', 'login_session', 'one_time_token', 'api_token', 'streamer']) {
      const column = table === 'account' ? 'id' : 'account_id';
      const rows = await supervisor.database.database
        .unitOfWork()
        .execute(`select 1 from ${table} where ${column} = ?`, [account.id]);
      expect(rows, table).toEqual([]);
    }
  });
});

it('tells anybody about the server, and nothing that is nobody’s business', async () => {
  const instance = instanceSchema.parse(await (await fetch(`${supervisor.url}/api/v1/instance`)).json());
  expect(instance).toMatchObject({ demo: null, outbox: null, billing: false });
  expect((await fetch(`${supervisor.url}/outbox`)).status).toBe(404);
});

it('keeps the audit log as it is', async () => {
  await arrive();
  const run = (statement: string) => supervisor.database.database.unitOfWork().execute(statement);
  for (const statement of [
    `update audit_entry set action = 'nothing'`,
    'delete from audit_entry',
    'truncate audit_entry',
  ]) {
    await expect(run(statement), statement).rejects.toThrow('append-only');
  }
});
