import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createdTokenSchema,
  loginSessionListSchema,
  streamerWithKeySchema,
  TOKEN_SCOPES,
  type TokenScope,
} from '#libs/contracts';
import { SmtpServer } from '../../../../libs/mail/test/smtp-server.js';
import { png } from '../../../../libs/domain/test/upload-files.js';
import { testEnvironment } from '../../../../test/support/services/test-environment.js';
import { TestRedis } from '../../../../test/support/services/test-redis.js';
import { TestPerson } from '../../test/test-person.js';
import { TestSupervisor } from '../../test/test-supervisor.js';
import type { Operation } from '../openapi/operation.js';
import { operations } from '../openapi/operations.js';
import { scopeOf } from './operation-index.js';

let redis: TestRedis;
let smtp: SmtpServer;
let supervisor: TestSupervisor;
let victim: TestPerson;
let attacker: TestPerson;
let unverified: TestPerson;
let suspended: TestPerson;
let attackersToken: string;
/** Of the victim: one with every scope but the one that it is named after. */
const lacking = new Map<TokenScope, string>();
/** What each placeholder of a path stands for: always something of the victim's. */
const theirs: Record<string, string> = {};
const secrets: string[] = [];

const token = async (person: TestPerson, scopes: readonly TokenScope[]) =>
  createdTokenSchema.parse(await person.api('POST', '/me/tokens', { name: 'Test', scopes }));

async function furnish(): Promise<void> {
  const streamer = streamerWithKeySchema.parse(await victim.api('POST', '/me/streamer', { handle: 'the.victim' }));
  const path = `/streamers/${streamer.id}`;
  const goal = await victim.api<{ id: string }>('POST', `${path}/goals`, {
    metric: 'coins',
    target: 10,
    title: 'Secret goal',
  });
  const upload = await fetch(`${supervisor.url}/api/v1${path}/uploads?name=secret.png`, {
    method: 'POST',
    headers: {
      cookie: [...victim.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      origin: supervisor.url,
      'content-type': 'application/octet-stream',
    },
    body: png({ width: 4, height: 4 }),
  });
  expect(upload.status).toBe(201);
  const mine = await token(victim, ['read']);
  const sessions = loginSessionListSchema.parse(await victim.api('GET', '/me/sessions')).items;
  const { account } = await victim.me();
  Object.assign(theirs, {
    ...{ streamer: streamer.id, goalId: goal.id, uploadId: ((await upload.json()) as { id: string }).id },
    ...{ account: account.id, token: mine.id, session: sessions[0]!.id },
  });
  secrets.push(streamer.widgetKey, victim.email, 'the.victim', 'Secret goal', mine.token, ...victim.cookies.values());
}

beforeAll(async () => {
  redis = await TestRedis.start();
  smtp = await SmtpServer.start();
  const services = { postgresUrl: testEnvironment.databaseUrl(), redisUrl: redis.url };
  supervisor = await TestSupervisor.start(services, { SMTP_URL: smtp.url, THROTTLE_FACTOR: '1000' });
  const arrive = (name: string) => TestPerson.arrive(supervisor, smtp, `${name}@example.org`);
  [victim, attacker, suspended] = await Promise.all([arrive('victim'), arrive('attacker'), arrive('suspended')]);
  await furnish();
  await attacker.api('POST', '/me/streamer', { handle: 'the.attacker' });
  await suspended.api('POST', '/me/streamer', { handle: 'the.suspended' });
  attackersToken = (await token(attacker, TOKEN_SCOPES)).token;
  for (const scope of TOKEN_SCOPES) {
    lacking.set(
      scope,
      (
        await token(
          victim,
          TOKEN_SCOPES.filter((other) => other !== scope),
        )
      ).token,
    );
  }
  unverified = new TestPerson(supervisor, 'unverified@example.org');
  await unverified.signUp();
  expect((await unverified.signIn()).status).toBe(200);
  const { account } = await suspended.me();
  const path = `/api/v1/admin/accounts/${account.id}/suspend`;
  expect((await supervisor.call('POST', path, { reason: 'A test' })).status).toBe(200);
});
afterAll(async () => {
  await supervisor[Symbol.asyncDispose]();
  await smtp[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
});

/** The address of an operation, about something of the victim's. */
function addressOf({ path }: Operation): string {
  const owner = /^\/api\/v1\/(?:me\/|admin\/)?(streamers|accounts|sessions|tokens|brokers)\b/.exec(path)?.[1];
  const id = { streamers: 'streamer', accounts: 'account', sessions: 'session', tokens: 'token', brokers: 'streamer' }[
    owner ?? ''
  ];
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'id') return id === undefined ? '1' : theirs[id]!;
    if (name === 'streamerId' || name === 'brokerId') return theirs['streamer']!;
    return theirs[name] ?? 'gifts';
  });
}

/** What is built; the rest of the table is the business of others. */
function built(): Operation[] {
  const fastify = supervisor.app.getHttpAdapter().getInstance();
  return operations.filter(({ method, path }) =>
    fastify.hasRoute({ method: method.toUpperCase(), url: path.replaceAll(/\{(\w+)\}/g, ':$1') }),
  );
}
const demanding = () => built().filter(({ security }) => security !== 'none' && security !== 'health');
const named = ({ method, path }: Operation) => `${method.toUpperCase()} ${path}`;

async function check(operation: Operation, answer: Response, status: number, code: string | undefined): Promise<void> {
  const text = await answer.text();
  for (const secret of secrets) expect(text, named(operation)).not.toContain(secret);
  const given = text.startsWith('{') ? (JSON.parse(text) as { code?: string }).code : undefined;
  expect({ operation: named(operation), status: answer.status, code: given }).toEqual({
    ...{ operation: named(operation), status, code },
  });
}
const bodyOf = ({ method }: Operation) => (method === 'get' || method === 'delete' ? undefined : {});
const asToken = (operation: Operation, given: string) =>
  supervisor.call(operation.method.toUpperCase(), addressOf(operation), bodyOf(operation), {
    authorization: `Bearer ${given}`,
  });
const asPerson = (operation: Operation, person: TestPerson, headers: Record<string, string> = {}) =>
  person.call(operation.method.toUpperCase(), addressOf(operation), bodyOf(operation), headers);
const AUTH = 'AUTH.REQUIRED';

describe('every operation of the table', () => {
  it('is there, as far as accounts and administration go', () => {
    const missing = operations
      .filter(({ path }) =>
        /^\/api\/v1\/(me|admin|session|sign-up|verify-email|password-reset|instance|ann)/.test(path),
      )
      .filter((operation) => !built().includes(operation));
    expect(missing.map(named)).toEqual([]);
    expect(demanding().length).toBeGreaterThan(60);
  });

  it('is closed to nobody, and to whoever brings something that is not in force', async () => {
    const nobody = new TestPerson(supervisor, 'nobody@example.org');
    const forged = new TestPerson(supervisor, 'forged@example.org');
    forged.cookies.set('streamshape-session', 'x'.repeat(43));
    for (const operation of demanding()) {
      await check(operation, await asPerson(operation, nobody), 401, AUTH);
      await check(operation, await asToken(operation, `ss_${'x'.repeat(43)}`), 401, AUTH);
      const isRead = operation.method === 'get';
      const from = isRead ? {} : { origin: supervisor.url };
      await check(operation, await asPerson(operation, forged, from), 401, AUTH);
    }
  });

  it('shows another tenant nothing, as if it did not exist', async () => {
    for (const operation of demanding()) {
      const { security, path } = operation;
      if (security === 'streamer') {
        await check(operation, await asPerson(operation, attacker), 404, 'STREAMER.NOT_FOUND');
        await check(operation, await asToken(operation, attackersToken), 404, 'STREAMER.NOT_FOUND');
      }
      if (security === 'admin') {
        await check(operation, await asPerson(operation, attacker), 403, 'AUTH.ADMIN_NEEDED');
        await check(operation, await asToken(operation, attackersToken), 403, 'AUTH.SESSION_NEEDED');
      }
      if (security === 'session') {
        await check(operation, await asToken(operation, attackersToken), 403, 'AUTH.SESSION_NEEDED');
        if (!path.includes('{id}')) continue;
        const code = path.includes('sessions') ? 'SESSION.NOT_FOUND' : 'TOKEN.NOT_FOUND';
        await check(operation, await asPerson(operation, attacker), 404, code);
      }
    }
  });

  it('answers about what others have word for word as about what nobody has', async () => {
    const other = (id: string) => attacker.call('GET', `/api/v1/streamers/${id}`);
    const [known, unknown] = [await other(theirs['streamer']!), await other('11111111-1111-4111-8111-111111111111')];
    expect(await known.text()).toBe(await unknown.text());
    expect((await other(theirs['streamer']!.toUpperCase())).status).toBe(404);
    expect((await victim.call('GET', `/api/v1/streamers/${theirs['streamer']!.toUpperCase()}`)).status).toBe(200);
  });

  it('is closed to unconfirmed and suspended accounts, but where they need it', async () => {
    for (const operation of demanding()) {
      const { security, standing } = operation;
      if (standing === 'any') continue;
      await check(operation, await asPerson(operation, unverified), 403, 'ACCOUNT.UNVERIFIED');
      await check(operation, await asPerson(operation, suspended), 403, 'ACCOUNT.SUSPENDED');
      expect(security).not.toBe('none');
    }
    expect((await unverified.me()).account.emailVerified).toBe(false);
    expect((await suspended.me()).account.suspended?.reason).toBe('A test');
    expect((await suspended.call('GET', '/api/v1/me/export')).status).toBe(200);
  });

  it('is closed to a token without its scope', async () => {
    for (const operation of demanding().filter(({ security }) => security === 'streamer' || security === 'account')) {
      const given = lacking.get(scopeOf(operation))!;
      await check(operation, await asToken(operation, given), 403, 'AUTH.SCOPE_NEEDED');
    }
  });

  it('takes no change from a page elsewhere that comes with a cookie', async () => {
    const changes = demanding().filter(({ method }) => method !== 'get');
    expect(changes.length).toBeGreaterThan(30);
    const places: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: '', 'sec-fetch-site': 'cross-site' },
    ];
    for (const operation of changes) {
      for (const headers of places) {
        await check(operation, await asPerson(operation, victim, headers), 403, 'REQUEST.CROSS_SITE');
      }
    }
    for (const operation of built().filter(({ security, method }) => security === 'none' && method !== 'get')) {
      const answer = await asPerson(operation, victim, { origin: 'https://evil.example' });
      await check(operation, answer, 403, 'REQUEST.CROSS_SITE');
    }
  });

  it('is closed to strangers under addresses that do not exist, and says so to others', async () => {
    const nobody = await fetch(`${supervisor.url}/api/v1/nothing`, { method: 'POST', body: '{' });
    expect(nobody.status).toBe(401);
    expect((await attacker.call('GET', '/api/v1/nothing')).status).toBe(404);
    expect((await attacker.call('DELETE', '/api/v1/me')).status).toBe(404);
  });
});

it('has left everything of the victim as it was', async () => {
  const { account, streamer } = await victim.me();
  expect(account).toMatchObject({ email: victim.email, role: 'streamer', name: 'Somebody' });
  expect(streamer).toMatchObject({ id: theirs['streamer'], handle: 'the.victim', enabled: true });
  const path = `/streamers/${theirs['streamer']}`;
  expect(await victim.api('GET', `${path}/widget-key`)).toEqual({ widgetKey: secrets[0] });
  expect(JSON.stringify(await victim.api('GET', `${path}/goals`))).toContain('Secret goal');
  expect(JSON.stringify(await victim.api('GET', `${path}/uploads`))).toContain(theirs['uploadId']);
});
