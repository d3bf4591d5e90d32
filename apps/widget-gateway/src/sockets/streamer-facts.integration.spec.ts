import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { completeSettings, type StreamerReadModel } from '#libs/contracts';
import { isCluster } from '#libs/redis';
import { gift } from '../../../../test/support/live-events.js';
import { SocketPage } from '../../../../test/support/socket-page.js';
import { TestGateway } from '../../test/test-gateway.js';
import { hashKey } from '../directory/streamer-directory.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start();
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  expect(gateway.errors).toEqual([]);
});

const goal = (target: number) => ({
  id: '0a8f1f0e-38a8-4c1c-9a55-6f0c2f3ed001',
  metric: 'coins' as const,
  target,
  startValue: 0,
  baseline: 0,
  title: '',
  position: 0,
  period: 'all-time' as const,
});

async function streamer(changes: Partial<StreamerReadModel> = {}) {
  const [key, streamerId] = [randomUUID(), randomUUID()];
  const model: StreamerReadModel = { streamerId, active: true, rev: 1, keyHash: hashKey(key), widgets: [], ...changes };
  await gateway.store.write(model);
  return { key, model, log: await gateway.openLog(streamerId) };
}

it('tells pages what is blocked: with the welcome, and when it changes, once', async () => {
  const { key, model } = await streamer();
  const page = await SocketPage.join(gateway.url, { key, widget: 'chat' });
  expect(page.all('welcome')[0]?.moderation).toBeUndefined();
  const viewers = [
    { id: '7', handle: 'rude', name: 'Rude' },
    { handle: 'other', name: '' },
  ];
  const moderation = { words: ['idiot'], viewers };
  await gateway.store.write({ ...model, rev: 2, moderation });
  const told = await page.until(() => page.all('settings')[0], 'settings');
  const list = { words: ['idiot'], viewers: [{ id: '7', handle: 'rude' }, { handle: 'other' }] };
  expect(told).toMatchObject({ moderation: list, widget: { type: 'chat', rev: 0 } });
  const later = await SocketPage.join(gateway.url, { key, widget: 'feed' });
  expect(later.all('welcome')[0]?.moderation).toEqual(list);
  // Something else changes: it is not told again.
  const widgets = [{ type: 'chat' as const, id: 'chat', settings: { ...completeSettings('chat', {}) }, rev: 9 }];
  await gateway.store.write({ ...model, rev: 3, moderation, widgets });
  await page.until(() => page.all('settings').length === 2, 'the next settings');
  expect(page.all('settings')[1]).not.toHaveProperty('moderation');
  await gateway.store.write({ ...model, rev: 4, moderation: { words: [], viewers: [] }, widgets });
  await page.until(() => page.all('settings').length === 3, 'settings without a list');
  expect(page.all('settings')[2]?.moderation).toEqual({ words: [], viewers: [] });
  for (const one of [page, later]) one.close();
});

it('reads a large model when it changes, and never for a message of the totals', async () => {
  // The size that the streamer of the contract's limits has: fifty widgets with a whole style sheet each.
  const settings = { ...completeSettings('chat', {}), customCss: `/*${'x'.repeat(19_000)}*/` };
  const widgets = Array.from({ length: 50 }, (_, index) => ({
    type: 'chat' as const,
    id: `w${index}`,
    settings,
    rev: 1,
  }));
  const { key, model, log } = await streamer({ widgets, goals: [goal(100)] });
  const page = await SocketPage.join(gateway.url, { key, widget: 'goals' });
  expect(page.all('welcome')[0]?.snapshot.goals).toMatchObject([{ target: 100, current: 0 }]);
  const before = bytesRead();
  for (let sent = 1; sent <= 4; sent += 1) {
    await log.append(gift(`g${sent}-${key}`));
    await page.until(() => page.all('state').length >= sent, `state ${sent}`);
  }
  expect(page.all('state').at(-1)?.goals?.[0]?.current).toBeGreaterThan(0);
  const each = (bytesRead() - before) / 4;
  const whole = JSON.stringify(model).length;
  expect(whole).toBeGreaterThan(900_000);
  // It was the whole model each time, and the snapshot.
  if (before > 0) expect(each / whole).toBeLessThan(0.05);
  const states = page.all('state').length;
  await gateway.store.write({ ...model, rev: 2, goals: [goal(200)] });
  await page.until(() => page.all('state').length > states, 'the new goal');
  expect(page.all('state').at(-1)?.goals).toMatchObject([{ target: 200 }]);
  page.close();
});

/** By the gateway's connection so far; 0 on a cluster, which has several. */
function bytesRead(): number {
  return isCluster(gateway.redis) ? 0 : gateway.redis.stream.bytesRead;
}
