import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRedis } from '#libs/redis';
import { MAX_UNKNOWN_METHODS, NO_DRIFT, type DriftSample } from '#libs/domain';
import { TestRedis } from '../../../../test/support/services/test-redis.js';
import { RedisDrift } from './redis-drift.js';

let server: TestRedis;
let redis: ReturnType<typeof createRedis>;
/** A Redis of its own: the keys are one for the whole fleet. */
beforeAll(async () => {
  server = await TestRedis.start();
  redis = createRedis({ kind: 'single', url: server.url }, 'test');
});
afterAll(async () => {
  await redis.quit();
  await server[Symbol.asyncDispose]();
});

const store = (samples = { perKind: 3, maxBytes: 2_000, maxAgeMs: 60_000 }) =>
  new RedisDrift(redis, { spanMs: 100, samples });
const sample = (msgId: string, more: Partial<DriftSample> = {}): DriftSample => ({
  ...{ method: 'WebcastGiftMessage', reason: 'undecodable', msgId, receivedAt: 5, payload: Buffer.from('abc') },
  ...more,
});

it('adds up what nodes count, span by span, and gives the spans that are over', async () => {
  const [one, two] = [store(), store()];
  const counts = [{ method: 'A', what: 'all' as const, count: 2 }];
  await Promise.all([one.add(counts), two.add(counts), two.add(counts)]);
  await expect
    .poll(async () => (await one.spansAfter(-1)).reduce((sum, span) => sum + (span.counts['A|all'] ?? 0), 0))
    .toBe(6);
  const spans = await one.spansAfter(-1);
  const indexes = spans.map(({ index }) => index);
  expect(indexes).toEqual(indexes.map((_, place) => indexes[0]! + place));
  expect(spans.every(({ index, at }) => at === (index + 1) * 100)).toBe(true);
  expect((await one.spansAfter(indexes.at(-2)!))[0]?.index).toBe(indexes.at(-1));
});

it('keeps a bounded number of unknown names apart', async () => {
  const names = Array.from({ length: MAX_UNKNOWN_METHODS + 10 }, (_, number) => `Webcast${number}`);
  await store().add(names.map((method) => ({ method, what: 'unknown', count: 1 })));
  const seen = async () =>
    Object.assign({}, ...(await store().spansAfter(-1)).map(({ counts }) => counts)) as Record<string, number>;
  await expect.poll(async () => (await seen())['other|unknown']).toBe(10);
  expect(Object.keys(await seen()).filter((key) => key.endsWith('|unknown'))).toHaveLength(MAX_UNKNOWN_METHODS + 1);
});

it('lets one of several supervisors conclude, and tells nodes what is raised', async () => {
  const finding = {
    method: 'A',
    reason: 'unknown' as const,
    level: 'alarm' as const,
    since: 1,
    bad: 9,
    of: 9,
    share: 1,
    usual: 0,
  };
  const state = { ...NO_DRIFT, revision: 1, span: 7 };
  expect(await store().load()).toBeUndefined();
  const saved = await Promise.all([store().save(state, [finding], 0), store().save(state, [finding], 0)]);
  expect(saved.toSorted()).toEqual([false, true]);
  expect(await store().load()).toEqual(state);
  expect(await store().add([])).toEqual([finding]);
  expect(await store().save({ ...state, revision: 2 }, [], 1)).toBe(true);
  expect(await store().add([])).toEqual([]);
});

it('keeps samples bounded in number, bytes and age', async () => {
  const ids = async (from = store()) => (await from.samples()).map(({ msgId }) => msgId);
  await store().keep(['1', '2', '3', '4'].map((id) => sample(id)));
  expect(await ids()).toEqual(['1', '2', '3']);
  expect((await store().samples())[0]).toEqual(sample('1'));
  await store().keep([sample('5', { reason: 'bad-id', payload: Buffer.alloc(1_100) })]);
  await store().keep([sample('6', { reason: 'no-user', payload: Buffer.alloc(5_000) })]);
  const kept = await ids();
  expect(kept).toContain('5');
  expect(kept).not.toContain('6');
  expect(Number(await redis.get('{drift}:sample-bytes'))).toBeLessThanOrEqual(2_000);
  expect(await ids(store({ perKind: 3, maxBytes: 2_000, maxAgeMs: 1 }))).toEqual([]);
  expect(Number(await redis.get('{drift}:sample-bytes'))).toBe(0);
});
