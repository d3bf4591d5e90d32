import { randomUUID } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import type { OpenPages } from '#libs/contracts';
import { openTestRedis } from '../../../../test/support/test-redis.js';
import { RedisPagePresence } from './redis-page-presence.js';

const redis = openTestRedis();
afterAll(() => redis.quit());

const EARLY = '2026-11-23T10:00:00.000Z';
const LATE = '2026-11-23T11:00:00.000Z';
const open = (id: string, pages: number, obs: number, since = EARLY): OpenPages => ({
  widget: { type: 'alerts', id },
  pages,
  obs,
  since,
});

it('adds up what several gateways say, and takes back what one of them closed', async () => {
  const presence = new RedisPagePresence(redis, { ttlMs: 30_000 });
  const [streamerId, other] = [randomUUID(), randomUUID()];
  await presence.report('one', [{ streamerId, pages: [open('alerts', 1, 1, LATE), open('second', 1, 0)] }]);
  await presence.report('two', [{ streamerId, pages: [open('alerts', 2, 1, EARLY)] }]);
  expect(await presence.openPages(streamerId)).toEqual([open('alerts', 3, 2, EARLY), open('second', 1, 0)]);
  expect(await presence.openPages(other)).toEqual([]);
  await presence.report('one', [{ streamerId, pages: [] }]);
  expect(await presence.openPages(streamerId)).toEqual([open('alerts', 2, 1)]);
});

it('forgets the pages of a gateway that fell silent while another one goes on', async () => {
  const [streamerId, silent] = [randomUUID(), new RedisPagePresence(redis, { ttlMs: 200 })];
  const presence = new RedisPagePresence(redis, { ttlMs: 30_000 });
  await silent.report('dead', [{ streamerId, pages: [open('alerts', 1, 1)] }]);
  await presence.report('living', [{ streamerId, pages: [open('alerts', 1, 0)] }]);
  await expect.poll(() => presence.openPages(streamerId), { timeout: 10_000 }).toEqual([open('alerts', 1, 0)]);
});

it('leaves nothing behind in Redis when no gateway speaks any more', async () => {
  const streamerId = randomUUID();
  const presence = new RedisPagePresence(redis, { ttlMs: 100 });
  await presence.report('one', [{ streamerId, pages: [open('alerts', 1, 1)] }]);
  await expect.poll(() => presence.openPages(streamerId), { timeout: 10_000 }).toEqual([]);
});

it('takes many streamers at once', async () => {
  const presence = new RedisPagePresence(redis, { ttlMs: 30_000 });
  const streamers = Array.from({ length: 700 }, () => randomUUID());
  await presence.report(
    'one',
    streamers.map((streamerId) => ({ streamerId, pages: [open('alerts', 1, 0)] })),
  );
  const counts = await Promise.all(streamers.map(async (id) => (await presence.openPages(id)).length));
  expect(counts.every((count) => count === 1)).toBe(true);
});
