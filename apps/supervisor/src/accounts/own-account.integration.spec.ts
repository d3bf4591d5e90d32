import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  auditPageSchema,
  createdTokenSchema,
  instanceSchema,
  streamerWithKeySchema,
  tokenListSchema,
} from '#libs/contracts';
import { RedisReadModelStore } from '#libs/redis';
import { AccountWorld, problem, until } from '../../test/account-world.js';
import { linksTo, linkTo, PASSWORD } from '../../test/test-person.js';

let world: AccountWorld;
beforeAll(async () => {
  world = await AccountWorld.start();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

describe('a change of address', () => {
  it('needs the password and a click at the new address, and tells the old one', async () => {
    const someone = await world.arrive();
    const next = world.newEmail();
    const ask = (email: string, password = PASSWORD) => someone.call('POST', '/api/v1/me/email', { email, password });
    await problem(await ask(next, 'wrong password'), 403, 'AUTH.WRONG_PASSWORD');
    await problem(await ask(someone.email), 409, 'ACCOUNT.SAME_EMAIL');
    expect((await ask(next)).status).toBe(202);
    const token = await linkTo(world.smtp, next);
    expect((await someone.me()).account).toMatchObject({ email: someone.email, pendingEmail: next });
    await until(() => world.subjectsTo(someone.email)).toContain('Your e-mail address is about to change');
    await world.person().api('POST', '/verify-email', { token });
    const { account } = await someone.me();
    expect(account.email).toBe(next);
    expect(account.pendingEmail).toBeUndefined();
    await until(() => world.subjectsTo(someone.email)).toContain('Your e-mail address was changed');
    await problem(await world.person(someone.email).signIn(), 401, 'AUTH.WRONG_CREDENTIALS');
    expect((await world.person(next).signIn()).status).toBe(200);
  });

  it('is stopped by a new password, as the mail to the old address says', async () => {
    const someone = await world.arrive();
    const next = world.newEmail();
    await someone.api('POST', '/me/email', { email: next, password: PASSWORD });
    const token = await linkTo(world.smtp, next);
    await someone.api('POST', '/me/password', { current: PASSWORD, next: 'the next password' });
    await problem(await world.person().call('POST', '/api/v1/verify-email', { token }), 410, 'LINK.EXPIRED');
    expect((await someone.me()).account).toMatchObject({ email: someone.email });
    expect((await someone.me()).account.pendingEmail).toBeUndefined();
  });

  it('says nothing of who has the new one, and takes it from nobody', async () => {
    const [someone, other] = [await world.arrive(), await world.arrive()];
    const answer = await someone.call('POST', '/api/v1/me/email', { email: other.email, password: PASSWORD });
    expect(answer.status).toBe(202);
    await until(() => world.subjectsTo(other.email)).toContain('You have an account already');
    // Two ask for the same free address; whoever clicks first has it.
    const free = world.newEmail();
    for (const who of [someone, other]) await who.api('POST', '/me/email', { email: free, password: PASSWORD });
    await linkTo(world.smtp, free, 2);
    const [one, two] = linksTo(world.smtp, free);
    await world.person().api('POST', '/verify-email', { token: one });
    await problem(
      await world.person().call('POST', '/api/v1/verify-email', { token: two }),
      409,
      'ACCOUNT.EMAIL_TAKEN',
    );
  });
});

describe('personal access tokens', () => {
  it('act within their scopes until they are revoked or too old', async () => {
    const someone = await world.arrive();
    const streamer = streamerWithKeySchema.parse(
      await someone.api('POST', '/me/streamer', { handle: `tokens${world.serial}` }),
    );
    const made = createdTokenSchema.parse(
      await someone.api('POST', '/me/tokens', { name: 'Stream deck', scopes: ['read'] }),
    );
    expect(made.token).toMatch(/^ss_[\w-]{43}$/);
    const list = async () => tokenListSchema.parse(await someone.api('GET', '/me/tokens')).items;
    expect(JSON.stringify(await list())).not.toContain(made.token);
    const bearer = { authorization: `Bearer ${made.token}` };
    const path = `/api/v1/streamers/${streamer.id}`;
    expect((await world.supervisor.call('GET', path, undefined, bearer)).status).toBe(200);
    expect((await world.supervisor.call('GET', '/api/v1/me', undefined, bearer)).status).toBe(200);
    await problem(await world.supervisor.call('PATCH', path, { enabled: false }, bearer), 403, 'AUTH.SCOPE_NEEDED');
    await problem(
      await world.supervisor.call('GET', '/api/v1/me/tokens', undefined, bearer),
      403,
      'AUTH.SESSION_NEEDED',
    );
    expect((await list())[0]?.lastUsedAt).not.toBeNull();
    await someone.api('DELETE', `/me/tokens/${made.id}`);
    await problem(await world.supervisor.call('GET', path, undefined, bearer), 401, 'AUTH.REQUIRED');
    await problem(await someone.call('DELETE', `/api/v1/me/tokens/${made.id}`), 404, 'TOKEN.NOT_FOUND');
    await problem(await someone.call('DELETE', '/api/v1/me/tokens/nonsense'), 404, 'TOKEN.NOT_FOUND');

    const short = createdTokenSchema.parse(
      await someone.api('POST', '/me/tokens', { name: 'A day', scopes: ['read'], expiresInDays: 1 }),
    );
    await world.sql(`update api_token set expires_at = now() where id = ?`, [short.id]);
    await problem(
      await world.supervisor.call('GET', path, undefined, { authorization: `Bearer ${short.token}` }),
      ...([401, 'AUTH.REQUIRED'] as const),
    );
  });

  it('are twenty at most', async () => {
    const someone = await world.arrive();
    const make = () => someone.call('POST', '/api/v1/me/tokens', { name: 'One', scopes: ['live'] });
    const statuses = await Promise.all(Array.from({ length: 23 }, async () => (await make()).status));
    expect(statuses.filter((status) => status === 201)).toHaveLength(20);
    await problem(await make(), 409, 'TOKEN.TOO_MANY');
  });
});

describe('the streamer of an account', () => {
  it('is one, with a handle of their own, and gives out its key', async () => {
    const [someone, other] = [await world.arrive(), await world.arrive()];
    const handle = `own${world.serial}`;
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
    const someone = await world.arrive();
    const made = streamerWithKeySchema.parse(
      await someone.api('POST', '/me/streamer', { handle: `gone${world.serial}` }),
    );
    const { account } = await someone.me();
    const readModels = new RedisReadModelStore(world.redis);
    await until(() => readModels.get(made.id)).toBeDefined();
    const remove = (password: string) => someone.call('POST', '/api/v1/me/deletion', { password });
    await problem(await remove('not this one'), 403, 'AUTH.WRONG_PASSWORD');
    expect((await remove(PASSWORD)).status).toBe(204);
    expect(someone.cookies.size).toBe(0);
    await problem(await someone.signIn(), 401, 'AUTH.WRONG_CREDENTIALS');
    expect((await world.supervisor.call('GET', `/api/v1/streamers/${made.id}`)).status).toBe(404);
    await until(() => readModels.get(made.id)).toBeUndefined();
    await until(() => world.subjectsTo(someone.email)).toContain('Your account was deleted');
    const audit = await (await world.supervisor.call('GET', `/api/v1/admin/audit?account=${account.id}`)).json();
    const { items } = auditPageSchema.parse(audit);
    expect(items[0]).toMatchObject({ action: 'account.deleted', address: null, actor: { accountId: account.id } });
    expect(JSON.stringify(items)).not.toContain(someone.email);
    for (const table of ['account', 'login_session', 'one_time_token', 'api_token', 'streamer']) {
      const column = table === 'account' ? 'id' : 'account_id';
      const rows = await world.sql(`select 1 from ${table} where ${column} = ?`, [account.id]);
      expect(rows, table).toEqual([]);
    }
  });
});

it('tells anybody about the server, and nothing that is nobody’s business', async () => {
  const instance = instanceSchema.parse(await (await fetch(`${world.supervisor.url}/api/v1/instance`)).json());
  expect(instance).toMatchObject({ demo: null, outbox: null, billing: false });
  expect((await fetch(`${world.supervisor.url}/outbox`)).status).toBe(404);
});

it('keeps the audit log as it is', async () => {
  await world.arrive();
  const run = (statement: string) => world.sql(statement);
  for (const statement of [
    `update audit_entry set action = 'nothing'`,
    'delete from audit_entry',
    'truncate audit_entry',
  ]) {
    await expect(run(statement), statement).rejects.toThrow('append-only');
  }
});
