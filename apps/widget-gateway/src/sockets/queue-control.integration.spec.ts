import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LiveEvent } from '#libs/contracts';
import { chat, follow, gift } from '../../../../test/support/live-events.js';
import { SocketPage } from '../../../../test/support/socket-page.js';
import { TestGateway, type TestLog } from '../../test/test-gateway.js';
import { hashKey } from '../directory/streamer-directory.js';

const GIFTS = { id: 'gifts', type: 'gifts' } as const;

let gateway: TestGateway;
let key: string;
let streamerId: string;
let written: TestLog;
let pages: SocketPage[];
beforeAll(async () => {
  gateway = await TestGateway.start();
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  expect(gateway.errors).toEqual([]);
});
beforeEach(async () => {
  [key, streamerId, pages] = [randomUUID(), randomUUID(), []];
  const second = { type: 'gifts' as const, id: 'gifts-2', settings: {}, rev: 1 };
  const first = { type: 'gifts' as const, id: 'gifts', settings: {}, rev: 1 };
  const keyHash = hashKey(key);
  await gateway.store.write({ streamerId, active: true, rev: 1, keyHash, widgets: [first, second], goals: [] });
  written = await gateway.openLog(streamerId);
});
afterEach(() => {
  for (const page of pages) {
    expect(page.problems).toEqual([]);
    page.close();
  }
});

const append = (...events: LiveEvent[]) => written.append(...events);
async function join(more: Record<string, unknown> = {}): Promise<SocketPage> {
  const page = await SocketPage.join(gateway.url, { key, widget: 'gifts', ...more });
  pages.push(page);
  return page;
}
const welcomeOf = (page: SocketPage) => page.all('welcome').at(-1)!;
const actions = (page: SocketPage) => page.all('control').map(({ action }) => action);
const missed = (page: SocketPage) => welcomeOf(page).missed.map(({ event }) => event.id);

describe('a command', () => {
  it('reaches every page of its instance within a second, and no other', async () => {
    const mine = await Promise.all([join(), join({ id: 'gifts' }), join({ preview: true })]);
    const others = await Promise.all([join({ id: 'gifts-2' }), join({ widget: 'alerts' })]);
    const before = performance.now();
    const { seq } = await gateway.controls.command(streamerId, GIFTS, { action: 'skip', eventId: 'g1' });
    await Promise.all(mine.map((page) => page.until(() => page.all('control')[0], 'control', 1000)));
    expect(performance.now() - before).toBeLessThan(1000);
    for (const page of mine) expect(page.all('control')).toEqual([{ seq, action: 'skip', id: 'g1' }]);
    await append(gift('end'));
    await Promise.all(others.map((page) => page.until(() => page.events.length === 1, 'the next gift')));
    expect(others.flatMap(actions)).toEqual([]);
  });

  it('stays in force for pages that come later and on another gateway', async () => {
    await gateway.controls.command(streamerId, GIFTS, { action: 'pause' });
    const { seq } = await gateway.controls.command(streamerId, GIFTS, { action: 'mute' });
    expect(welcomeOf(await join()).control).toEqual({ paused: true, muted: true, seq });
    expect(welcomeOf(await join({ id: 'gifts-2' })).control).toEqual({ paused: false, muted: false, seq: 0 });
    const another = await TestGateway.start();
    const page = await SocketPage.join(another.url, { key, widget: 'gifts' });
    expect(welcomeOf(page).control).toEqual({ paused: true, muted: true, seq });
    expect(actions(page)).toEqual([]);
    page.close();
    await another[Symbol.asyncDispose]();
  });

  it('makes cleared and skipped alerts count as started, the streak with them', async () => {
    const start = written.position;
    await append(gift('g1'), gift('s1', { streak: 's', total: 1 }), follow('f1'));
    await gateway.controls.command(streamerId, GIFTS, { action: 'clear' });
    await append(gift('g2'), gift('g3'), gift('s2', { streak: 's', total: 2 }));
    await gateway.controls.command(streamerId, GIFTS, { action: 'skip', eventId: 'g2' });
    expect(missed(await join())).toEqual(['g3']);
    expect(missed(await join({ id: 'gifts-2' }))).toEqual(['g1', 's1', 'g2', 'g3', 's2']);
    const resumed = await join({ position: start });
    await resumed.until(() => resumed.items.length === 5, 'all');
    const open = resumed.items.filter(({ started }) => !started).map(({ event }) => event.id);
    expect(open).toEqual(['g3']);
  });
});

describe('a page that was away', () => {
  it('is told what was skipped meanwhile, so that it leaves its queue, and nothing newer', async () => {
    const page = await join();
    await append(gift('g1'), gift('g2'));
    await page.until(() => page.events.length === 2, 'both');
    page.close();
    await gateway.controls.command(streamerId, GIFTS, { action: 'clear' });
    const { seq } = await gateway.controls.command(streamerId, GIFTS, { action: 'pause' });
    await append(gift('g3'));
    const back = await join({ position: page.position });
    expect(welcomeOf(back)).toMatchObject({ control: { paused: true, seq }, skipped: ['g1', 'g2'], missed: [] });
    await back.until(() => back.events.length === 1, 'g3');
    expect(back.items[0]).toEqual({ offset: 3, event: expect.objectContaining({ id: 'g3' }) as unknown });
    expect(actions(back)).toEqual([]);
    const fresh = await join();
    expect([missed(fresh), welcomeOf(fresh).skipped]).toEqual([['g3'], undefined]);
  });

  it('and one whose gateway lost a push is sent away to ask again', async () => {
    const page = await join();
    const other = await join({ id: 'gifts-2' });
    const base = (await gateway.redis.keys(`*${streamerId}:meta`))[0]!.slice(0, -'meta'.length);
    await gateway.redis.hset(`${base}control:gifts`, 'paused', '1', 'seq', Date.now());
    gateway.reconnect();
    expect(await page.closed()).toBe(1012);
    expect(other.closeCode).toBeUndefined();
    expect(welcomeOf(await join()).control.paused).toBe(true);
  });

  it('misses no command during its hello, and gets nothing that was cleared before it', async () => {
    const start = written.position;
    const cleared = new Set<string>();
    const over = new AbortController();
    const working = (async () => {
      for (let n = 0; !over.signal.aborted; n++) {
        await append(gift(`old${n}`), chat(`c${n}`));
        cleared.add(`old${n}`);
        await gateway.controls.command(streamerId, GIFTS, { action: 'clear' });
      }
    })();
    const joined: SocketPage[] = [];
    for (let n = 0; n < 15; n++) joined.push(await join(n % 2 === 0 ? { position: start } : {}));
    over.abort();
    await working;
    await append(gift('after'));
    const last = await gateway.controls.state(streamerId, 'gifts');
    for (const page of joined) {
      await page.until(() => page.events.some(({ id }) => id === 'after'), 'the gift after it all');
      const seqs = [welcomeOf(page).control.seq, ...page.all('control').map(({ seq }) => seq)];
      expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b));
      expect(seqs.at(-1)).toBe(last.seq);
      expect(waitingOf(page)).toEqual(['after']);
    }
  });
});

/** What a page that shows nothing yet would have in its queue. */
function waitingOf(page: SocketPage): string[] {
  let waiting: string[] = [];
  for (const message of page.messages) {
    if (message.event === 'welcome') waiting = message.data.missed.map(({ event }) => event.id);
    if (message.event === 'control' && message.data.action === 'clear') waiting = [];
    if (message.event !== 'events') continue;
    const fresh = message.data.items.filter(({ event, started }) => event.type === 'gift' && !started);
    waiting.push(...fresh.map(({ event }) => event.id));
  }
  return waiting;
}
