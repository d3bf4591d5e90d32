import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StreamerWithKey } from '#libs/contracts';
import type { TikTokSimulator } from '../../apps/tiktok-simulator/src/index.js';
import { Cluster } from '../support/cluster.js';
import { OtlpReceiver, type ReceivedSpan } from '../support/otlp-receiver.js';
import { SocketPage } from '../support/socket-page.js';

const PERSON = { id: '7310000000000000001', handle: 'secretive.viewer', name: 'Nobody Shall Read This' };
const TEXT = 'words that belong to nobody else';

let receiver: OtlpReceiver;
let cluster: Cluster;
let room: ReturnType<TikTokSimulator['room']>;
let streamer: StreamerWithKey;
let page: SocketPage;

beforeAll(async () => {
  receiver = await OtlpReceiver.start();
  cluster = await Cluster.start({
    workers: 1,
    environment: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20abc' },
  });
  room = cluster.simulator.room('traced').goLive();
  streamer = await cluster.createStreamer('traced');
  await room.waitForClients(1);
  page = await SocketPage.join(cluster.gatewayUrl, { key: streamer.widgetKey, widget: 'feed' });
});
afterAll(async () => {
  page.close();
  await cluster[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const types = (span: ReceivedSpan) => (span.attributes['streamshape.event_types'] ?? []) as string[];
const ms = (nanos: bigint) => Number(nanos / 1000n) / 1000;

/** From a write to a page back to what it came from. */
function wayOf(write: ReceivedSpan): ReceivedSpan[] {
  const way = [write];
  for (let span = receiver.parentOf(write); span !== undefined; span = receiver.parentOf(span)) way.unshift(span);
  return way;
}

describe('a traced cluster', () => {
  it('shows a gift as one trace from the frame to the socket', async () => {
    const sentAt = Date.now();
    room.send({ type: 'chat', text: TEXT, user: PERSON });
    room.send({ type: 'gift', gift: { id: 6369, name: 'Lion', diamondCount: 10, type: 2 }, user: PERSON });
    await page.until(() => page.events.some((event) => event.type === 'gift'), 'the gift');
    const find = () =>
      receiver
        .named('socket write')
        .map(wayOf)
        .find(([first]) => first && types(first).includes('gift'));
    await expect.poll(find, { timeout: 20_000 }).toBeDefined();
    const way = find()!;
    expect(way.map(({ name, service }) => `${service}: ${name}`)).toEqual([
      'streamshape-worker: tiktok frame',
      'streamshape-worker: event log append',
      'streamshape-gateway: gateway deliver',
      'streamshape-gateway: socket write',
    ]);
    expect(new Set(way.map(({ traceId }) => traceId)).size).toBe(1);
    expect(way[0]!.parentSpanId).toBeUndefined();
    expect(way[1]!.attributes).toMatchObject({
      'streamshape.streamer_id': streamer.id,
      'streamshape.outcome': 'appended',
    });
    expect(way[2]!.attributes).toMatchObject({ 'streamshape.streamer_id': streamer.id, 'streamshape.pages': 1 });
    expect(way[3]!.attributes).toEqual({ 'streamshape.widget': 'feed' });
    for (const { startTimeUnixNano: start, endTimeUnixNano: end } of way) {
      expect(ms(start)).toBeGreaterThan(sentAt - 1000);
      expect(ms(end)).toBeGreaterThanOrEqual(ms(start));
      expect(ms(end) - ms(start)).toBeLessThan(20_000);
    }
    expect(receiver.problems).toEqual([]);
    expect(receiver.lastHeaders['authorization']).toBe('Basic abc');
  });

  it('links an append to every frame whose events it holds', async () => {
    const linked = () => receiver.named('event log append').filter(({ links }) => links.length > 0);
    for (let n = 0; n < 400; n++) room.send({ type: 'follow', user: { ...PERSON, id: String(8000 + n) } });
    await page.until(
      () => page.events.filter((event) => event.type === 'follow').length === 400,
      '400 follows',
      40_000,
    );
    await expect.poll(() => linked().length, { timeout: 20_000 }).toBeGreaterThan(0);
    const frames = () => new Set(receiver.named('tiktok frame').map(({ spanId }) => spanId));
    const targets = linked().flatMap(({ links }) => links.map(({ spanId }) => spanId));
    await expect.poll(() => targets.filter((spanId) => !frames().has(spanId)), { timeout: 20_000 }).toEqual([]);
    for (const append of linked()) {
      expect(append.attributes['streamshape.events']).toBeGreaterThan(append.links.length);
      expect(append.links.map(({ spanId }) => spanId)).not.toContain(append.parentSpanId);
    }
  });

  it('shows requests, and log lines name their trace', async () => {
    const answer = await cluster.api('GET', `/streamers/${streamer.id}`);
    expect(answer.status).toBe(200);
    const find = () => receiver.spans.find(({ name }) => name === 'GET /api/v1/streamers/:id');
    await expect.poll(find, { timeout: 20_000 }).toBeDefined();
    const span = find()!;
    expect(span).toMatchObject({ service: 'streamshape-supervisor', kind: 2 });
    expect(span.attributes).toMatchObject({ 'http.request.method': 'GET', 'http.response.status_code': 200 });
    const lines = cluster.supervisor.log.split('\n').filter((line) => line.includes(span.traceId));
    const requestId = span.attributes['streamshape.request_id'];
    expect(lines.map((line) => JSON.parse(line) as object)).toContainEqual(
      expect.objectContaining({ requestId, traceId: span.traceId, msg: 'request completed' }),
    );
  });

  it('does not let whoever calls decide what is recorded', async () => {
    const traceId = 'abcdefabcdefabcdefabcdefabcdefab';
    await fetch(`${cluster.supervisor.url}/api/v1/instance`, {
      headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
    });
    await expect.poll(() => receiver.named('GET /api/v1/instance').length, { timeout: 20_000 }).toBeGreaterThan(0);
    expect(receiver.spans.filter((span) => span.traceId === traceId)).toEqual([]);
  });

  it('says of nobody who they are or what they wrote', () => {
    const all = receiver.bodies.join('\n');
    expect(receiver.spans.length).toBeGreaterThan(100);
    expect(all).toContain(streamer.id);
    for (const secret of [...Object.values(PERSON), TEXT, streamer.handle, streamer.widgetKey]) {
      expect(all).not.toContain(`"${secret}"`);
    }
    for (const secret of [PERSON.handle, PERSON.name, TEXT, streamer.widgetKey]) expect(all).not.toContain(secret);
  });

  it('goes on without a collector, and records again when there is one', async () => {
    await receiver.stop();
    const before = page.events.length;
    for (let n = 0; n < 50; n++) room.send({ type: 'share', user: { ...PERSON, id: String(9000 + n) } });
    await page.until(() => page.events.length >= before + 50, '50 shares');
    const complaints = () => cluster.workers[0]!.log.split('Traces cannot be delivered').length - 1;
    await expect.poll(complaints, { timeout: 30_000 }).toBe(1);
    for (const { running } of [cluster.supervisor, ...cluster.workers, ...cluster.gateways]) expect(running).toBe(true);
    await receiver.restart();
    const known = receiver.spans.length;
    room.send({ type: 'share', user: { ...PERSON, id: '9999' } });
    await expect.poll(() => receiver.spans.length, { timeout: 30_000 }).toBeGreaterThan(known);
    await expect.poll(() => cluster.workers[0]!.log, { timeout: 20_000 }).toContain('Traces are delivered again');
    expect(complaints()).toBe(1);
  });

  it('ends in time while nobody takes what it recorded', async () => {
    await receiver.stop();
    const worker = await cluster.addWorker();
    const startedAt = performance.now();
    await worker.end('SIGTERM');
    expect(worker.running).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  it('loads nothing of it in a process without an address', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'streamshape-imports-'));
    const loaded = async (name: string, environment: Record<string, string>) => {
      const file = join(folder, name);
      const hook = new URL('../support/record-imports.mjs', import.meta.url).href;
      const worker = await cluster.addWorker({
        NODE_OPTIONS: `--import ${hook}`,
        RECORD_IMPORTS: file,
        ...environment,
      });
      await worker.end('SIGTERM');
      return readFileSync(file, 'utf8');
    };
    const off = await loaded('off', { OTEL_EXPORTER_OTLP_ENDPOINT: '' });
    expect(off).toContain('/node_modules/pino/');
    // The metrics package brings the API itself, which does nothing without an SDK.
    expect(off).not.toMatch(/@opentelemetry\/(?!api\/)/);
    expect(await loaded('on', {})).toContain('/node_modules/@opentelemetry/exporter-trace-otlp-http/');
  });
});
