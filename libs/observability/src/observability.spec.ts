import 'reflect-metadata';
import { Body, Controller, Inject, Post } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { readinessSchema } from '#libs/contracts';
import {
  createLogger,
  LOGGER,
  Metrics,
  NestLogger,
  onceThere,
  ObservabilityModule,
  type Logger,
  type ReadinessChecks,
} from './index.js';

const KEY = '5600e838-26e8-4a61-a0a1-3d1d917efb35';

@Controller()
class Said {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  @Post('said')
  async said(@Body() body: object): Promise<object> {
    this.logger.info('before');
    await new Promise((resolve) => setTimeout(resolve, 5));
    this.logger.info({ requestId: 'its own' }, 'after');
    return body;
  }
}

function capture() {
  const lines: string[] = [];
  return { lines, destination: { write: (line: string) => void lines.push(line) } };
}

describe('createLogger', () => {
  it('censors secrets at three depths and passwords in errors', () => {
    const { lines, destination } = capture();
    const logger = createLogger({ role: 'worker', nodeId: 'w1', destination });
    logger.info(
      { token: 's3cret', headers: { authorization: 's3cret', 'set-cookie': 's3cret' }, a: { b: { key: 's3cret' } } },
      'x',
    );
    logger.error({ err: new Error('connect redis://u:s3cret@host failed') }, 'y');
    new NestLogger(logger).error(new Error('connect postgresql://u:s3cret@host'), 'Boot');
    expect(lines).toHaveLength(3);
    expect(lines.join()).not.toContain('s3cret');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ role: 'worker', nodeId: 'w1', level: 'info', msg: 'x' });
    expect(JSON.parse(lines[2] ?? '')).toMatchObject({ context: 'Boot' });
  });
});

describe('a line of the log', () => {
  it('loses what has the shape of a secret, in any field and text', () => {
    const { lines, destination } = capture();
    const logger = createLogger({ role: 'supervisor', destination });
    const secrets = [
      ...['sk_live_51Habcdefgh', 'whsec_abcdefgh1234', 'rk_test_abcdefgh'],
      ...['somebody.else+x@example.org', 'Bearer abcdefgh.ijkl', 'https://u.example/api/v1/heartbeat/abcDEF123'],
      ...['postgresql://streamshape:p4ss@db:5432/x', 'smtp://me:p4ss@mail'],
    ];
    for (const secret of secrets) logger.info({ deep: { er: { still: { more: secret } } } }, `and ${secret} in words`);
    const all = lines.join('');
    for (const part of ['51Habc', 'abcdefgh', 'somebody', 'abcDEF123', 'p4ss']) expect(all).not.toContain(part);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ role: 'supervisor', msg: expect.any(String) });
    expect(all).toContain('db:5432/x');
  });
});

describe('Metrics', () => {
  it('keeps two nodes of one process apart', async () => {
    const [one, two] = [new Metrics({ role: 'worker', node: 'a' }), new Metrics({ role: 'worker', node: 'b' })];
    const options = { name: 'streamshape_things_total', help: 'Things' };
    one.counter(options).inc();
    one.counter(options).inc();
    two.counter(options).inc();
    expect(await one.text()).toContain('streamshape_things_total{role="worker",node="a"} 2');
    expect(await two.text()).toContain('streamshape_things_total{role="worker",node="b"} 1');
    expect(await two.text()).toContain('process_cpu_seconds_total');
  });
});

describe('ObservabilityModule', () => {
  let app: NestFastifyApplication | undefined;
  afterEach(() => app?.close());

  async function start(readiness: ReadinessChecks) {
    const { lines, destination } = capture();
    const logger = createLogger({ role: 'gateway', destination });
    const metrics = new Metrics({ role: 'gateway' });
    const module = ObservabilityModule.forRoot({ role: 'gateway', version: '1', logger, metrics, readiness });
    const testing = await Test.createTestingModule({ imports: [module], controllers: [Said] }).compile();
    app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), {
      logger: new NestLogger(logger),
    });
    await app.init();
    return { app, lines, logger };
  }

  it('says live, ready and metrics', async () => {
    const { app } = await start({ redis: () => Promise.resolve() });
    expect((await app.inject('/health/live')).statusCode).toBe(200);
    const ready = await app.inject('/health/ready');
    expect(ready.statusCode).toBe(200);
    expect(readinessSchema.parse(ready.json())).toEqual({ status: 'ok', dependencies: { redis: { status: 'up' } } });
    const metrics = await app.inject('/metrics');
    expect(metrics.headers['content-type']).toContain('text/plain');
    expect(metrics.body).toContain('streamshape_http_request_duration_seconds');
  });

  it('has started once everything was reached, and stays so', async () => {
    let up = false;
    const { app } = await start({ redis: () => (up ? Promise.resolve() : Promise.reject(new Error('away'))) });
    expect((await app.inject('/health/started')).json()).toEqual({ status: 'starting' });
    up = true;
    expect((await app.inject('/health/started')).json()).toEqual({ status: 'ok' });
    up = false;
    expect((await app.inject('/health/started')).statusCode).toBe(200);
    expect((await app.inject('/health/ready')).statusCode).toBe(503);
  });

  it('answers 503 in a bounded time without the cause, and logs it once', async () => {
    const { app, lines } = await start({
      redis: () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7:6379')),
      postgres: () => new Promise(() => undefined),
    });
    const startedAt = Date.now();
    const first = await app.inject('/health/ready');
    expect(Date.now() - startedAt).toBeLessThan(1500);
    await app.inject('/health/ready');
    expect(first.statusCode).toBe(503);
    expect(first.json()).toEqual({
      status: 'unavailable',
      dependencies: { redis: { status: 'down' }, postgres: { status: 'down' } },
    });
    expect(lines.filter((line) => line.includes('A dependency is down'))).toHaveLength(2);
  });

  it('warns of nothing that is only on its way', async () => {
    let happened = false;
    const { app, lines } = await start({ first: onceThere(() => happened, 'not looked yet') });
    expect((await app.inject('/health/ready')).json()).toEqual({
      status: 'unavailable',
      dependencies: { first: { status: 'down' } },
    });
    expect(lines.filter((line) => line.includes('A dependency is down'))).toEqual([]);
    happened = true;
    expect((await app.inject('/health/ready')).json()).toMatchObject({ status: 'ok' });
  });

  it('names the request in every line that it causes, over its body and what is awaited', async () => {
    const { app, lines, logger } = await start({});
    await app.listen(0, '127.0.0.1');
    const url = `${await app.getUrl()}/said`;
    const late = async function* () {
      yield Buffer.from('{"a":');
      await new Promise((resolve) => setTimeout(resolve, 50));
      yield Buffer.from('1}');
    };
    const headers = { 'content-type': 'application/json' };
    const call = () => fetch(url, { method: 'POST', body: ReadableStream.from(late()), headers, duplex: 'half' });
    await Promise.all([call(), call()]);
    const ids = (msg: string) =>
      lines
        .map((line) => JSON.parse(line) as { msg: string; requestId?: string })
        .filter((line) => line.msg === msg)
        .map(({ requestId }) => requestId);
    await expect.poll(() => ids('request completed').length).toBe(2);
    expect(new Set(ids('before')).size).toBe(2);
    expect(ids('before')).not.toContain(undefined);
    expect(ids('after')).toEqual(['its own', 'its own']);
    logger.info('outside');
    expect(lines.at(-1)).not.toContain('requestId');
  });

  it('never logs a widget key or a query', async () => {
    const { app, lines } = await start({});
    await app.inject(`/${KEY}/gifts?token=hidden`);
    const line = lines.find((entry) => entry.includes('request completed'));
    expect(line).toContain('/[redacted]/gifts');
    expect(lines.join()).not.toContain(KEY);
    expect(lines.join()).not.toContain('hidden');
  });
});
