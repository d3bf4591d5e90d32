import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LiveSourceError, type LiveSession, type OpenPurpose } from '#libs/domain';
import { TikTokLiveSource, type SignProvider } from '#libs/live-source';
import { createRedis, RedisSignBudgetReader, type RedisConnection } from '#libs/redis';
import { TikTokSimulator, type SimulatedSigner } from '../../../tiktok-simulator/src/index.js';
import { TestRedis } from '../../../../test/support/services/test-redis.js';
import { WorkerSigning } from './worker-signing.js';

const silent = { onFacts: () => undefined, onEnd: () => undefined };

interface Node {
  source: TikTokLiveSource;
  signing: WorkerSigning;
  connections: RedisConnection[];
}

let server: TestRedis;
let sim: TikTokSimulator;
let first: { signer: SimulatedSigner; url: string };
let second: { signer: SimulatedSigner; url: string };
let key: string;
let nodes: Node[];
const sessions: LiveSession[] = [];

beforeEach(async () => {
  server = await TestRedis.start();
  sim = new TikTokSimulator();
  await sim.listen(0);
  [first, second] = [await sim.addSigner(), await sim.addSigner()];
  key = `secret-${randomUUID()}`;
  nodes = [];
});
afterEach(async () => {
  await Promise.all(sessions.splice(0).map((session) => session.close()));
  for (const { signing, connections } of nodes) {
    signing.stop();
    for (const connection of connections) connection.disconnect();
  }
  await Promise.all([first.signer.close(), second.signer.close(), sim.close()]);
  await server[Symbol.asyncDispose]();
});

/** What a worker puts together, with Redis connections of its own. */
async function startNode(providers: readonly SignProvider[]): Promise<Node> {
  const target = { kind: 'single', url: server.url } as const;
  const connections = [createRedis(target, 'node'), createRedis(target, 'node-signing', 'subscriber')];
  for (const connection of connections) connection.on('error', () => undefined);
  const [redis, subscriber] = connections as [RedisConnection, RedisConnection];
  const nodeId = `node-${nodes.length + 1}`;
  const signing = new WorkerSigning({ nodeId, providers, redis, subscriber, observer: {} });
  signing.start();
  const { url } = sim;
  const source = new TikTokLiveSource({
    ...{ webUrl: url, webcastUrl: url, signProviders: providers, signing: signing.desk },
    ...{ connectTimeoutMs: 10_000, signWaitMs: 1, silenceMs: 60_000 },
  });
  const node = { source, signing, connections };
  nodes.push(node);
  await expect.poll(() => subscriber.status).toBe('ready');
  return node;
}

async function open(node: Node, handle: string, purpose: OpenPurpose = 'resume'): Promise<LiveSourceError | undefined> {
  const { roomId } = sim.room(handle).goLive();
  try {
    sessions.push(await node.source.open({ handle, roomId, purpose }, silent));
    return undefined;
  } catch (error) {
    if (error instanceof LiveSourceError) return error;
    throw error;
  }
}

describe('two nodes with one key', () => {
  it('make no more calls than the key has, when 200 rooms drop at once', async () => {
    const providers = [{ url: first.url, key, limits: { second: 1_000, minute: 20 } }];
    const both = [await startNode(providers), await startNode(providers)];
    first.signer.quotas.set(key, { minute: 20 });
    const failures = await Promise.all(Array.from({ length: 200 }, (_, n) => open(both[n % 2]!, `room${n}`)));
    const refused = failures.filter((failure) => failure !== undefined);
    expect(first.signer.counters.signCalls()).toBe(20);
    expect(first.signer.counters.recent().every(({ outcome }) => outcome === 'ok')).toBe(true);
    expect(refused).toHaveLength(180);
    expect(new Set(refused.map(({ kind }) => kind))).toEqual(new Set(['sign-rate-limited']));
    // Each has a turn of its own: who waits longest is told a time some minutes away.
    const turns = refused.map(({ retryAfterMs = 0 }) => retryAfterMs);
    expect(Math.max(...turns)).toBeGreaterThan(8 * 60_000);
  });

  it('all stop when one of them is told that it made too many', async () => {
    const providers = [{ url: first.url, key }];
    const [one, other] = [await startNode(providers), await startNode(providers)];
    expect(await open(other, 'before')).toBeUndefined();
    first.signer.fail({ kind: 'rate-limited', retryAfterSeconds: 120, times: 1 });
    expect(await open(one, 'told')).toMatchObject({ kind: 'sign-rate-limited' });
    const calls = first.signer.counters.signCalls();
    const asked = await Promise.all(Array.from({ length: 20 }, (_, n) => open(nodes[n % 2]!, `room${n}`)));
    expect(first.signer.counters.signCalls()).toBe(calls);
    for (const failure of asked) expect(failure?.retryAfterMs).toBeGreaterThan(115_000);
  });

  it('go on with a second key meanwhile', async () => {
    const providers = [
      { url: first.url, key },
      { url: second.url, key: `${key}-2` },
    ];
    const [one, other] = [await startNode(providers), await startNode(providers)];
    first.signer.fail({ kind: 'rate-limited', retryAfterSeconds: 120 });
    expect(await open(one, 'a')).toBeUndefined();
    expect(await open(other, 'b')).toBeUndefined();
    expect([first.signer.counters.signCalls(), second.signer.counters.signCalls()]).toEqual([1, 2]);
  });

  it('keep all rooms while the first service is down, and bring back those that drop through the second', async () => {
    // Nobody waits for the pace here: a quick machine opens more than twenty rooms a second.
    const limits = { second: 1_000 };
    const providers = [
      { url: first.url, key, limits },
      { url: second.url, key: `${key}-2`, limits },
    ];
    const both = [await startNode(providers), await startNode(providers)];
    const handles = Array.from({ length: 40 }, (_, n) => `room${n}`);
    for (const [n, handle] of handles.entries()) expect(await open(both[n % 2]!, handle)).toBeUndefined();
    first.signer.fail({ kind: 'sign-outage' });
    const signedBefore = second.signer.counters.signCalls();
    const dropped = handles.slice(0, 16);
    for (const handle of dropped) sim.room(handle).disturb({ kind: 'terminate' });
    await expect.poll(() => sim.clientCount).toBe(24);
    for (const [n, handle] of dropped.entries()) expect(await open(both[n % 2]!, handle)).toBeUndefined();
    expect(second.signer.counters.signCalls() - signedBefore).toBe(16);
    expect(sim.clientCount).toBe(40);
    for (const handle of handles.slice(16)) expect(sim.counters.count('push.open', handle)).toBe(1);
  });

  it('keep a pause and spend little when Redis is lost, and tell Redis nothing of the key', async () => {
    const providers = [{ url: first.url, key, limits: { second: 1_000, minute: 50 } }];
    const [one, other] = [await startNode(providers), await startNode(providers)];
    expect(await open(one, 'a')).toBeUndefined();
    const [redis] = one.connections as [RedisConnection];
    const names = await redis.keys('*');
    expect(names.length).toBeGreaterThan(2);
    expect(JSON.stringify([names, await redis.hgetall('{sign}:accounts')])).not.toContain(key);
    await server.kill();
    const alone = await Promise.all(Array.from({ length: 30 }, (_, n) => open(one, `alone${n}`)));
    const granted = alone.filter((failure) => failure === undefined).length;
    expect(granted).toBeGreaterThan(0);
    expect(granted).toBeLessThanOrEqual(5);
    await server.restart();
    await expect.poll(() => open(other, 'back'), { timeout: 10_000 }).toBeUndefined();
  });
});

it('shows operators the accounts and how each node judges the providers', async () => {
  const providers = [{ url: first.url, key, limits: { minute: 10 } }, { url: second.url }];
  const one = await startNode(providers);
  await startNode(providers);
  first.signer.fail({ kind: 'sign-outage' });
  for (let index = 0; index < 3; index += 1) expect(await open(one, `room${index}`)).toBeUndefined();
  const reader = new RedisSignBudgetReader(one.connections[0]!);
  await expect
    .poll(async () => (await reader.read())[0]?.breakers.toSorted((a, b) => a.nodeId.localeCompare(b.nodeId)))
    .toEqual([
      { nodeId: 'node-1', state: 'open' },
      { nodeId: 'node-2', state: 'closed' },
    ]);
  const views = await reader.read();
  expect(views).toMatchObject([
    { provider: `1 ${new URL(first.url).host}`, windows: [{ name: 'minute', limit: 10, left: 7 }, { name: 'day' }] },
    { provider: `2 ${new URL(second.url).host}`, windows: [{ limit: 5, left: 2 }, { left: 27 }, { left: 97 }] },
  ]);
});
