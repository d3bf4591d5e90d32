import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { firstValueFrom, timeout } from 'rxjs';
import {
  brokersHealthSchema,
  lookupByKeyReplySchema,
  MESSAGE_PATTERNS,
  problemSchema,
  readinessSchema,
  streamerReadModelSchema,
  streamerSchema,
  streamerWithKeySchema,
  type StreamerWithKey,
} from '#libs/contracts';
import { createRedis, RedisReadModelStore, RedisRequestClient, type RedisConnection } from '#libs/redis';
import { testEnvironment } from '../../../test/support/services/test-environment.js';
import { TestRedis } from '../../../test/support/services/test-redis.js';
import { streamerPageSchema } from './streamers/streamer-page.schema.js';
import { hashWidgetKey } from './streamers/widget-key-vault.js';
import { HEALTH_TOKEN, OPERATOR_TOKEN, TestSupervisor } from '../test/test-supervisor.js';

let server: TestRedis;
let supervisor: TestSupervisor;
let redis: RedisConnection;
let readModels: RedisReadModelStore;

beforeAll(async () => {
  server = await TestRedis.start();
  const services = { postgresUrl: testEnvironment.databaseUrl(), redisUrl: server.url };
  supervisor = await TestSupervisor.start(services, { STREAMSHAPE_DEMO: '1', STREAMSHAPE_DEMO_HANDLE: 'Demo' });
  redis = createRedis({ kind: 'single', url: server.url }, 'test');
  readModels = new RedisReadModelStore(redis);
});
afterAll(async () => {
  redis.disconnect();
  await supervisor[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

const call: TestSupervisor['call'] = (...given) => supervisor.call(...given);
let count = 0;
async function create(change: object = {}): Promise<StreamerWithKey> {
  const response = await call('POST', '/api/v1/streamers', { handle: `streamer${count++}`, ...change });
  expect(response.status).toBe(201);
  return streamerWithKeySchema.parse(await response.json());
}

async function problem(response: Response, status: number, code: string) {
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  const body = problemSchema.parse(await response.json());
  expect(body).toMatchObject({ status, code });
  expect(JSON.stringify(body)).not.toMatch(/node_modules|\bat .*\.ts|select |insert /);
  return body;
}

describe('streamers over REST', () => {
  it('are created, read, listed, changed and deleted', async () => {
    const { widgetKey, ...created } = await create({ handle: '@Some.Body', timeZone: 'Europe/Berlin' });
    expect(created).toMatchObject({ handle: 'some.body', enabled: true, timeZone: 'Europe/Berlin' });
    const path = `/api/v1/streamers/${created.id}`;
    const read = await call('GET', path);
    expect(read.status).toBe(200);
    const body: unknown = await read.json();
    expect(streamerSchema.parse(body).id).toBe(created.id);
    expect(JSON.stringify(body)).not.toContain(widgetKey);

    const page = streamerPageSchema.parse(await (await call('GET', '/api/v1/streamers?limit=1')).json());
    expect(page.items).toHaveLength(1);
    const next = await call('GET', `/api/v1/streamers?limit=200&cursor=${page.nextCursor}`);
    const rest = streamerPageSchema.parse(await next.json());
    expect(rest.items.map((item) => item.id)).toContain(created.id);
    expect(rest.nextCursor).toBeNull();

    const patched = streamerSchema.parse(await (await call('PATCH', path, { enabled: false })).json());
    expect(patched).toMatchObject({ enabled: false, broker: { status: { state: 'stopped' } } });
    expect((await call('DELETE', path)).status).toBe(204);
    await problem(await call('DELETE', path), 404, 'STREAMER.NOT_FOUND');
    await problem(await call('GET', path), 404, 'STREAMER.NOT_FOUND');
    await problem(await call('GET', '/api/v1/streamers/nonsense'), 404, 'STREAMER.NOT_FOUND');
  });

  it('refuse nobody and strangers', async () => {
    const nobody = await fetch(`${supervisor.url}/api/v1/streamers`);
    expect(nobody.headers.get('www-authenticate')).toContain('Bearer');
    await problem(nobody, 401, 'AUTH.REQUIRED');
    for (const authorization of ['Bearer wrong', `Basic ${OPERATOR_TOKEN}`, `Bearer ${HEALTH_TOKEN}`, 'Bearer ']) {
      await problem(await call('POST', '/api/v1/streamers', { handle: 'x1' }, { authorization }), 401, 'AUTH.REQUIRED');
    }
  });

  it('say what is wrong with a request', async () => {
    const path = '/api/v1/streamers';
    const wrong = await problem(
      await call('POST', path, { handle: 'no spaces', timeZone: 'Mars/Base', colour: 'red' }),
      400,
      'VALIDATION.FAILED',
    );
    expect(wrong.errors?.map((error) => error.path)).toEqual(expect.arrayContaining(['handle', 'timeZone']));
    await problem(await call('POST', path, '{"handle":'), 400, 'REQUEST.MALFORMED');
    await problem(await call('POST', path, { handle: 'x'.repeat(100_000) }), 413, 'REQUEST.TOO_LARGE');
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    await problem(await call('POST', path, 'handle=abc', form), 415, 'REQUEST.UNSUPPORTED_MEDIA_TYPE');
    const text = { 'content-type': 'text/plain' };
    await problem(await call('POST', path, 'handle=abc', text), 415, 'REQUEST.UNSUPPORTED_MEDIA_TYPE');
    await problem(await call('POST', path), 400, 'VALIDATION.FAILED');
    await problem(await call('GET', `${path}?limit=0`), 400, 'VALIDATION.FAILED');
    await problem(await call('GET', `${path}?cursor=zzz`), 400, 'PAGE.BAD_CURSOR');
    await problem(await call('GET', '/api/v1/nothing'), 404, 'ROUTE.NOT_FOUND');
  });

  it('share no handle', async () => {
    const { handle } = await create();
    const conflict = await problem(await call('POST', '/api/v1/streamers', { handle }), 409, 'STREAMER.HANDLE_TAKEN');
    expect(conflict.errors?.[0]?.path).toBe('handle');
  });
});

describe('what gateways read', () => {
  it('follows each change at once', async () => {
    const { id, widgetKey } = await create();
    const stored = async (key: string) => await readModels.findByKeyHash(hashWidgetKey(key));
    expect(await stored(widgetKey)).toMatchObject({ streamerId: id, active: true, rev: 1 });
    await call('PATCH', `/api/v1/streamers/${id}`, { enabled: false });
    expect(await stored(widgetKey)).toMatchObject({ active: false, rev: 2 });

    const rotated = streamerWithKeySchema.parse(
      await (await call('POST', `/api/v1/streamers/${id}/rotate-key`)).json(),
    );
    expect(rotated.widgetKey).not.toBe(widgetKey);
    expect(await stored(widgetKey)).toBeUndefined();
    expect(await stored(rotated.widgetKey)).toMatchObject({ streamerId: id, rev: 3 });
    await call('DELETE', `/api/v1/streamers/${id}`);
    expect(await stored(rotated.widgetKey)).toBeUndefined();
  });

  it('is asked of the supervisor when Redis does not know it', async () => {
    const { id, widgetKey } = await create();
    await redis.flushall();
    const client = new RedisRequestClient({ kind: 'single', url: server.url }, 'test');
    const ask = async (keyHash: string) =>
      lookupByKeyReplySchema.parse(
        await firstValueFrom(client.send(MESSAGE_PATTERNS.lookupByKey, { keyHash }).pipe(timeout(2000))),
      );
    const { found } = await ask(hashWidgetKey(widgetKey));
    expect(streamerReadModelSchema.parse(found).streamerId).toBe(id);
    expect(await readModels.findByKeyHash(hashWidgetKey(widgetKey))).toBeDefined();
    expect(await ask('0'.repeat(64))).toEqual({ found: null });
    await client.close();
  });

  it('is written again after Redis lost it', async () => {
    const { widgetKey } = await create();
    await redis.flushall();
    await vi.waitFor(async () => expect(await readModels.findByKeyHash(hashWidgetKey(widgetKey))).toBeDefined(), {
      timeout: 5000,
    });
  });
});

describe('the rest of the front', () => {
  it('seeds the demo', async () => {
    const key = '5600e838-26e8-4a61-a0a1-3d1d917efb35';
    await vi.waitFor(async () => expect(await readModels.findByKeyHash(hashWidgetKey(key))).toBeDefined(), 3000);
    const page = streamerPageSchema.parse(await (await call('GET', '/api/v1/streamers')).json());
    expect(page.items[0]).toMatchObject({ handle: 'demo', enabled: true });
    const { id } = page.items[0]!;
    await expect
      .poll(async () => (await readModels.get(id))?.goals?.map(({ metric }) => metric))
      .toEqual(['coins', 'follows']);
  });

  it('tells of its health without names', async () => {
    const ready = await call('GET', '/health/ready');
    expect(readinessSchema.parse(await ready.json()).dependencies).toEqual({
      postgres: { status: 'up' },
      redis: { status: 'up' },
      subscriptions: { status: 'up' },
      placement: { status: 'up' },
    });
    expect(await (await call('GET', '/health/started')).json()).toEqual({ status: 'ok' });
    const formal = await call('GET', '/health/brokers', undefined, { accept: 'application/health+json' });
    expect(formal.headers.get('content-type')).toMatch(/^application\/health\+json/);
    expect(await formal.json()).toMatchObject({ checks: { 'brokers:desired': [{ observedUnit: 'brokers' }] } });
    const brokers = await call('GET', '/health/brokers');
    expect(brokersHealthSchema.parse(await brokers.json()).brokers.desired).toBeGreaterThan(0);
    const { id } = await create();
    await problem(await call('GET', `/health/brokers/${id}`), 401, 'AUTH.REQUIRED');
    const headers = { authorization: `Bearer ${HEALTH_TOKEN}` };
    await vi.waitFor(async () => {
      const one = await call('GET', `/health/brokers/${id}`, undefined, headers);
      expect(await one.json()).toMatchObject({ status: 'ok', broker: { desired: true, running: false } });
    });
    await problem(await call('GET', `/health/brokers/nobody`, undefined, headers), 404, 'BROKER.NOT_FOUND');
    const metrics = await (await call('GET', '/metrics')).text();
    expect(metrics).toContain('streamshape_placement_tick_duration_seconds');
  });

  it('describes every route that exists, and lets strangers in nowhere else', async () => {
    const document = (await (await call('GET', '/api/openapi.json')).json()) as {
      openapi: string;
      paths: Record<string, Record<string, { security: unknown[] }>>;
    };
    expect(document.openapi).toBe('3.1.0');
    const { url } = supervisor;
    const routes = routesOf(supervisor.app);
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { security }]) => {
        return { route: `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`, path, method, security };
      }),
    );
    // The dashboard's pages and files have every other address.
    const named = routes.filter((route) => !route.endsWith('/*'));
    expect(described.map(({ route }) => route).toSorted()).toEqual(named.toSorted());
    for (const { route, path, method, security } of described) {
      const target = path.replace(/\{\w+\}/g, '5600e838-26e8-4a61-a0a1-3d1d917efb35');
      const response = await fetch(url + target, { method: method.toUpperCase() });
      // Nothing is sold on this server.
      const refused = path === '/webhooks/stripe' ? 404 : 400;
      const open = method === 'get' ? [200, 503] : [refused];
      if (security.length === 0) expect(open, route).toContain(response.status);
      else expect(response.status, route).toBe(401);
    }
  });

  it('shows pages that can run and load nothing', async () => {
    for (const path of ['/api/docs']) {
      const response = await fetch(supervisor.url + path);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'; style-src 'sha256-/);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      const html = await response.text();
      expect(html).toContain('StreamShape');
      expect(html).not.toMatch(/<script|onclick|style="/);
    }
  });

  it('serves the dashboard at every address that is nobody else’s', async () => {
    for (const path of ['/', '/overview', '/streams/some-id?tab=1']) {
      const response = await fetch(supervisor.url + path);
      expect(response.status, path).toBe(200);
      expect(response.headers.get('cache-control')).toBe('no-cache');
      const html = await response.text();
      const nonce = /name="csp-nonce" content="([^"]+)"/.exec(html)?.[1];
      expect(response.headers.get('content-security-policy')).toContain(`style-src 'self' 'nonce-${nonce}'`);
      const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1];
      const asset = await fetch(supervisor.url + script);
      expect(asset.headers.get('cache-control')).toContain('immutable');
    }
    expect((await fetch(`${supervisor.url}/favicon.svg`)).headers.get('content-type')).toBe('image/svg+xml');
    for (const path of ['/api/nothing', '/health/nothing', '/assets/nothing.js', '/nothing.php']) {
      expect((await fetch(supervisor.url + path)).status, path).toBe(404);
    }
  });

  it('never logs a widget key or a token', async () => {
    const { widgetKey } = await create();
    await call('GET', `/${widgetKey}/gifts?token=${OPERATOR_TOKEN}`);
    const log = supervisor.lines.join('');
    expect(log).toContain('/[redacted]/gifts');
    for (const secret of [widgetKey, OPERATOR_TOKEN, HEALTH_TOKEN]) expect(log).not.toContain(secret);
  });
});

/** The routes as Fastify knows them: `METHOD /path/:param`. */
function routesOf(app: TestSupervisor['app']): string[] {
  const printed = app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
  const routes: string[] = [];
  const stack: string[] = [];
  for (const line of printed.split('\n')) {
    const match = /^([│ ├└─]*)(\S+)(?: \(([A-Z, ]+)\))?/.exec(line);
    if (!match?.[2]) continue;
    const depth = (match[1] ?? '').length / 4;
    stack.length = depth - 1;
    stack.push(match[2]);
    const path = stack.join('');
    for (const method of match[3]?.split(', ') ?? []) if (method !== 'HEAD') routes.push(`${method} ${path}`);
  }
  return routes;
}
