import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createdTokenSchema, loginSessionListSchema } from '#libs/contracts';
import { AccountWorld, problem, until } from '../../test/account-world.js';
import { linksTo, linkTo, PASSWORD, type TestPerson } from '../../test/test-person.js';

let world: AccountWorld;
beforeAll(async () => {
  world = await AccountWorld.start();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

describe('sessions', () => {
  it('begin anew with each sign-in, are listed, and end', async () => {
    const someone = await world.arrive();
    const before = someone.cookies.get('streamshape-session')!;
    expect((await someone.signIn()).status).toBe(200);
    const after = someone.cookies.get('streamshape-session')!;
    expect(after).not.toBe(before);
    const old = world.person(someone.email);
    old.cookies.set('streamshape-session', before);
    await problem(await old.call('GET', '/api/v1/me'), 401, 'AUTH.REQUIRED');

    const phone = world.person(someone.email);
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
    const someone = await world.arrive();
    const { account } = await someone.me();
    const rows = await world.sql<{ token_hash: string }>('select token_hash from login_session where account_id = ?', [
      account.id,
    ]);
    expect(rows[0]?.token_hash).toMatch(/^[0-9a-f]{64}$/);
    for (const change of [`last_seen_at = now() - interval '15 days'`, `expires_at = now() - interval '1 second'`]) {
      await someone.signIn();
      await someone.me();
      await world.sql(`update login_session set ${change} where account_id = ?`, [account.id]);
      await problem(await someone.call('GET', '/api/v1/me'), 401, 'AUTH.REQUIRED');
    }
  });

  it('refuse wrong passwords and unknown addresses with the same words, and take as long', async () => {
    const someone = await world.arrive();
    const timed = async (who: TestPerson) => {
      const start = performance.now();
      const { detail } = await problem(await who.signIn('not the password'), 401, 'AUTH.WRONG_CREDENTIALS');
      return { detail, ms: performance.now() - start };
    };
    const [known, unknown] = [await timed(world.person(someone.email)), await timed(world.person())];
    expect(known.detail).toBe(unknown.detail);
    for (const { ms } of [known, unknown]) expect(ms).toBeGreaterThan(290);
  });
});

const asProgram = (token: string) =>
  world.supervisor.call('GET', '/api/v1/me', undefined, { authorization: `Bearer ${token}` });
async function tokenOf(someone: TestPerson): Promise<string> {
  const wish = { name: 'Stream deck', scopes: ['read'] };
  return createdTokenSchema.parse(await someone.api('POST', '/me/tokens', wish)).token;
}

describe('passwords', () => {
  it('are changed by who knows the old one, and every other session ends', async () => {
    const [someone, phone] = [await world.arrive(), world.person()];
    const elsewhere = world.person(someone.email);
    await elsewhere.signIn();
    const change = (current: string) =>
      someone.call('POST', '/api/v1/me/password', { current, next: 'the next password' });
    const kept = await tokenOf(someone);
    const { errors } = await problem(await change('wrong'), 403, 'AUTH.WRONG_PASSWORD');
    expect(errors?.[0]?.path).toBe('current');
    expect((await change(PASSWORD)).status).toBe(204);
    expect((await someone.me()).account.email).toBe(someone.email);
    await problem(await elsewhere.call('GET', '/api/v1/me'), 401, 'AUTH.REQUIRED');
    expect((await asProgram(kept)).status).toBe(200);
    expect((await world.person(someone.email).signIn('the next password')).status).toBe(200);
    await until(() => world.subjectsTo(someone.email)).toContain('Your password was changed');
    await problem(await phone.signIn(), 401, 'AUTH.WRONG_CREDENTIALS');
  });

  it('are reset by mail, once, and no session and no access token outlives that', async () => {
    const someone = await world.arrive();
    const stolen = await tokenOf(someone);
    expect((await asProgram(stolen)).status).toBe(200);
    const visitor = world.person(someone.email);
    expect((await visitor.call('POST', '/api/v1/password-reset', { email: someone.email })).status).toBe(202);
    expect((await visitor.call('POST', '/api/v1/password-reset', { email: world.newEmail() })).status).toBe(202);
    const token = await linkTo(world.smtp, someone.email, 2);
    const set = (password: string) => visitor.call('PUT', '/api/v1/password-reset', { token, password });
    expect((await set('a password after reset')).status).toBe(204);
    await problem(await set('another password later'), 410, 'LINK.EXPIRED');
    await problem(await someone.call('GET', '/api/v1/me'), 401, 'AUTH.REQUIRED');
    await problem(await asProgram(stolen), 401, 'AUTH.REQUIRED');
    expect((await visitor.signIn('a password after reset')).status).toBe(200);
    await problem(await someone.signIn(), 401, 'AUTH.WRONG_CREDENTIALS');
  });

  it('are stored as argon2id, and neither they nor tokens reach the log', async () => {
    const someone = await world.arrive();
    const rows = await world.sql<{ password_hash: string }>('select password_hash from account where email = ?', [
      someone.email,
    ]);
    expect(rows[0]?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const log = world.supervisor.lines.join('');
    for (const secret of [PASSWORD, ...someone.cookies.values(), ...linksTo(world.smtp, someone.email)]) {
      expect(log).not.toContain(secret);
    }
    const stored = JSON.stringify(await world.sql('select * from mail'));
    for (const secret of [someone.email, ...linksTo(world.smtp, someone.email)]) expect(stored).not.toContain(secret);
  });
});
