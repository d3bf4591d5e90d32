import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createdTokenSchema, problemSchema, streamerWithKeySchema, widgetTypeListSchema } from '#libs/contracts';
import { png } from '../../../../libs/domain/test/upload-files.js';
import { AccountWorld } from '../../test/account-world.js';
import { hostileRequests, type HostileRequest } from '../../test/hostile-requests.js';
import type { TestPerson } from '../../test/test-person.js';
import { OPERATOR_TOKEN } from '../../test/test-supervisor.js';
import type { Operation } from '../openapi/operation.js';
import { operations } from '../openapi/operations.js';

const LANES = 4;
/** Operations that take some of the texts and store them, or look for them. */
const REACHED = [
  ...['signUp', 'updateMe', 'createToken', 'suspendAccount', 'createAnnouncement', 'updateAnnouncement', 'grantPlan'],
  ...['createGoal', 'updateGoal', 'createWidget', 'updateWidget', 'duplicateWidget', 'createUpload', 'setModeration'],
  ...['sendTestEvent', 'listAccounts', 'listAudit', 'listMoves', 'findCustomers', 'listActivity', 'listPastStreams'],
];
const WIDGET = 'alerts';
let world: AccountWorld;
let someone: TestPerson;
let bystander: string;
let serial = 0;
const known: Record<string, unknown> = {};

beforeAll(async () => {
  world = await AccountWorld.start({ API_REQUESTS_PER_MINUTE: '1000000' });
  someone = await world.arrive();
  bystander = (await (await world.arrive()).me()).account.id;
  const streamer = streamerWithKeySchema.parse(await someone.api('POST', '/me/streamer', { handle: 'hostile' }));
  const token = { name: 'One', scopes: ['read'] };
  Object.assign(known, {
    ...{ streamer: streamer.id, token: createdTokenSchema.parse(await someone.api('POST', '/me/tokens', token)).id },
    announcement: (await operate('POST', '/admin/announcements', { level: 'info', title: 'One' })).id,
    settings: await textSettings(),
    plan: (await operate('GET', '/admin/billing/plans')).items![0]!.id,
    '{goalId}': (await operate('POST', `/streamers/${streamer.id}/goals`, { metric: 'coins', target: 10 })).id,
  });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

/** As the operator. */
async function operate(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ id: string; items?: { id: string }[] }> {
  const answer = await world.supervisor.call(method, `/api/v1${path}`, body);
  expect(answer.ok, path).toBe(true);
  return (await answer.json()) as { id: string };
}

/** The settings of one widget that are texts, with their defaults. */
async function textSettings(): Promise<Record<string, string>> {
  const { items } = widgetTypeListSchema.parse(await someone.api('GET', '/widget-types'));
  const schema = items.find(({ type }) => type === WIDGET)!.schema as {
    properties: Record<string, { default: unknown }>;
  };
  const texts = Object.entries(schema.properties).map(([name, { default: value }]) => [name, value] as const);
  return Object.fromEntries(texts.filter((entry): entry is readonly [string, string] => typeof entry[1] === 'string'));
}

/** What stands for `id` depends on whose it is. */
function idIn({ path }: Operation): unknown {
  if (path.includes('/streamers/')) return known['streamer'];
  if (path.includes('/accounts/')) return bystander;
  if (path.includes('/announcements/')) return known['announcement'];
  return path.includes('/tokens/') ? known['token'] : randomUUID();
}

function value(name: string, operation: Operation): unknown {
  switch (name) {
    case '{id}':
      return idIn(operation);
    case '{streamerId}':
    case '{brokerId}':
      return known['streamer'];
    case '{widget}':
      return WIDGET;
    case 'settings':
      return known['settings'];
    case 'handle':
      return `hostile.${++serial}`;
    case 'email':
      return `hostile${++serial}@example.org`;
    case 'timeZone':
      return 'UTC';
    case 'plan':
    case '{goalId}':
      return known[name];
    case 'type':
      return WIDGET;
    case 'current':
      return 'not the password';
    case 'rev':
      return null;
    default:
      return name.startsWith('{') ? randomUUID() : undefined;
  }
}

/** As whoever may. Files are sent where files are expected. */
async function send({ operation, path, body }: HostileRequest): Promise<Response> {
  const asPerson = operation.security === 'session' || operation.security === 'account';
  const cookie = [...someone.cookies].map(([name, text]) => `${name}=${text}`).join('; ');
  const who: Record<string, string> = asPerson
    ? { cookie, origin: world.supervisor.url }
    : operation.security === 'none'
      ? {}
      : { authorization: `Bearer ${OPERATOR_TOKEN}` };
  const file = typeof operation.body === 'string';
  const type = file ? 'application/octet-stream' : 'application/json';
  return await fetch(`${world.supervisor.url}${path}`, {
    method: operation.method.toUpperCase(),
    headers: { ...who, ...(operation.body === undefined ? {} : { 'content-type': type }) },
    ...(operation.body === undefined ? {} : { body: file ? png() : JSON.stringify(body) }),
  });
}

/** What is wrong with the answer to a request, and whether it did what it was asked. */
async function judged(request: HostileRequest): Promise<{ fault?: string; ok: boolean }> {
  const answer = await send(request);
  const text = await answer.text();
  const proper = answer.status < 400 || problemSchema.safeParse(parsed(text)).success;
  if (answer.status < 500 && proper) return { ok: answer.ok };
  const said = `${answer.status} ${text.slice(0, 120)}`;
  return { fault: `${request.operation.operationId}, ${request.what}: ${said}`, ok: false };
}

function parsed(text: string): unknown {
  return text.startsWith('{') ? JSON.parse(text) : undefined;
}

it('answers every operation that takes a text as its caller’s mistake, or not at all as one', async () => {
  const faults: string[] = [];
  const asked = new Map<string, number>();
  const taken = new Set<string>();
  const waiting = [...operations];
  const lane = async () => {
    for (let operation = waiting.shift(); operation; operation = waiting.shift()) {
      for (const request of hostileRequests(operation, { value })) {
        asked.set(operation.operationId, (asked.get(operation.operationId) ?? 0) + 1);
        const { fault, ok } = await judged(request);
        if (fault !== undefined) faults.push(fault);
        if (ok) taken.add(operation.operationId);
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  expect(faults).toEqual([]);
  for (const name of ['signUp', 'createToken', 'suspendAccount', 'listAccounts', 'getPastStream', 'listActivity']) {
    expect(asked.get(name), name).toBeGreaterThan(5);
  }
  // What is refused at the door shows nothing about what lies behind it.
  expect([...taken]).toEqual(expect.arrayContaining(REACHED));
  expect([...asked.values()].reduce((sum, count) => sum + count)).toBeGreaterThan(1000);
}, 180_000);

it('can read afterwards whatever it took', async () => {
  const faults: string[] = [];
  // Health says 503 for reasons of its own.
  for (const operation of operations.filter(({ method, tag }) => method === 'get' && tag !== 'Health')) {
    const path = operation.path.replaceAll(/\{(\w+)\}/g, (name) => String(value(name, operation)));
    const answer = await send({ operation, what: 'nothing', path });
    await answer.arrayBuffer();
    if (answer.status >= 500) faults.push(`${operation.operationId}: ${answer.status}`);
  }
  expect(faults).toEqual([]);
  const taken = await someone.call('GET', '/api/v1/me/export');
  expect(taken.status).toBe(200);
  expect((await taken.arrayBuffer()).byteLength).toBeGreaterThan(1000);
});
