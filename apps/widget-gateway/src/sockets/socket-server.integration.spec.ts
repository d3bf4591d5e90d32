import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WIDGET_TYPES, type LiveEvent, type StreamerReadModel } from '#libs/contracts';
import { chat, follow, gift, like } from '../../../../test/support/live-events.js';
import { SocketPage } from '../../../../test/support/socket-page.js';
import { TestGateway, type TestLog } from '../../test/test-gateway.js';
import { hashKey } from '../directory/streamer-directory.js';

let gateway: TestGateway;
let key: string;
let streamerId: string;
let written: TestLog;
let pages: SocketPage[];
let supervisorAnswers: boolean;

beforeAll(async () => {
  gateway = await TestGateway.start({
    helloTimeoutMs: 200,
    askSupervisor: async () => {
      if (!supervisorAnswers) throw new Error('nobody answers');
      return undefined;
    },
  });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  expect(gateway.errors).toEqual([]);
});

const model = (changes: Partial<StreamerReadModel> = {}): StreamerReadModel => ({
  streamerId,
  active: true,
  rev: 1,
  keyHash: hashKey(key),
  widgets: [],
  ...changes,
});

beforeEach(async () => {
  key = randomUUID();
  streamerId = randomUUID();
  pages = [];
  supervisorAnswers = true;
  await gateway.store.write(model());
  written = await gateway.openLog(streamerId);
});
afterEach(() => {
  for (const page of pages) {
    expect(page.problems).toEqual([]);
    page.close();
  }
});

const append = (...events: LiveEvent[]) => written.append(...events);

async function join(widget: string, more: Record<string, unknown> = {}): Promise<SocketPage> {
  const page = await SocketPage.join(gateway.url, { key, widget, ...more });
  pages.push(page);
  return page;
}
const ids = (page: SocketPage) => page.events.map((event) => event.id);

describe('a page', () => {
  it('gets what its widget gets, with offsets that fit, for every widget of the catalogue', async () => {
    const all = await Promise.all(WIDGET_TYPES.map((widget) => join(widget)));
    await append(chat('c1'), gift('g1'), like('l1', 3));
    await append(follow('f1'), chat('c2'));
    await Promise.all(all.map((page) => page.until(() => page.position?.offset === 5, 'offset 5')));
    const got = Object.fromEntries(WIDGET_TYPES.map((widget, index) => [widget, ids(all[index]!)]));
    expect(got).toMatchObject({
      feed: ['c1', 'g1', 'l1', 'f1', 'c2'],
      gifts: ['g1'],
      follows: ['f1'],
      chat: ['c1', 'c2'],
      alerts: ['g1', 'f1'],
      hearts: ['l1'],
      shares: [],
      goals: [],
    });
  });

  it('gets exactly what it missed when it says hello with its position', async () => {
    await append(chat('c1'), gift('g1'));
    const page = await join('feed');
    await append(chat('c2'));
    await page.until(() => ids(page).includes('c2'), 'c2');
    const at = page.position;
    page.close();
    await append(...Array.from({ length: 1200 }, (_, n) => chat(`m${n}`)));
    const again = await SocketPage.connect(gateway.url);
    pages.push(again);
    const welcome = await again.hello({ key, widget: 'feed', position: at });
    expect(welcome.position).toEqual(at);
    await append(gift('last'));
    await again.until(() => ids(again).includes('last'), 'last');
    expect(ids(again)).toEqual([...Array.from({ length: 1200 }, (_, n) => `m${n}`), 'last']);
  });

  it('gets alerts alone while the gateway is behind, and is told what it did not get', async () => {
    const page = await join('feed');
    const leftOut = () => page.all('events').reduce((sum, { dropped }) => sum + (dropped ?? 0), 0);
    gateway.keepingUp.behind = true;
    await append(chat('c1'), gift('g1'), like('l1', 3));
    await append(chat('c2'));
    await page.until(() => page.position?.offset === 4, 'offset 4');
    gateway.keepingUp.behind = false;
    await append(chat('c3'));
    await page.until(() => ids(page).includes('c3'), 'c3');
    expect(ids(page)).toEqual(['g1', 'c3']);
    expect(leftOut()).toBe(3);
  });

  it('begins at now, with a snapshot, when its position is of another life or beyond the log', async () => {
    await append(gift('g1', { price: 50 }));
    for (const strange of [
      { epoch: 'another', offset: 1 },
      { ...written.position, offset: 999 },
    ]) {
      const page = await join('feed', { position: strange });
      const [welcome] = page.all('welcome');
      expect(welcome!.position).toEqual(written.position);
      expect(welcome!.snapshot.totals.allTime.coins).toBe(50);
    }
  });

  it('misses nothing while a lot is appended during its hello', async () => {
    const done = new AbortController();
    const writer = (async () => {
      for (let n = 0; !done.signal.aborted; n++) await append(chat(`w${n}`));
    })();
    const joined = await Promise.all(Array.from({ length: 10 }, () => join('feed')));
    done.abort();
    await writer;
    for (const page of joined) {
      await page.until(() => page.position?.offset === written.position.offset, 'the head');
      const from = page.all('welcome')[0]!.position.offset;
      expect(page.items.map((item) => item.offset)).toEqual(
        Array.from({ length: written.position.offset - from }, (_, n) => from + n + 1),
      );
    }
  });

  it('is told what it missed, and not what a page of its widget has started', async () => {
    await append(gift('g1'), follow('f1'), gift('g2'));
    const first = await join('gifts');
    expect(first.all('welcome')[0]!.missed.map((item) => item.event.id)).toEqual(['g1', 'g2']);
    first.send('started', { ids: ['g1'] });
    first.send('ping', {});
    await first.until(() => first.all('pong')[0], 'pong');
    const second = await join('gifts', { started: ['g2'] });
    expect(second.all('welcome')[0]!.missed).toEqual([]);
    const preview = await join('gifts', { preview: true });
    expect(preview.all('welcome')[0]!.missed).toEqual([]);
    const other = await join('alerts');
    expect(other.all('welcome')[0]!.missed).toHaveLength(3);
  });

  it('sees which resumed alerts were started, the whole streak with them', async () => {
    const start = written.position;
    await append(gift('g1', { streak: 's', total: 1 }));
    const page = await join('gifts');
    page.send('started', { ids: ['g1'] });
    page.send('ping', {});
    await page.until(() => page.all('pong')[0], 'pong');
    await append(gift('other'));
    const resumed = await join('gifts', { position: start });
    await resumed.until(() => resumed.items.length === 2, 'both');
    expect(resumed.items.map((item) => item.started)).toEqual([true, undefined]);
  });

  it('may say hello again on the same socket', async () => {
    const page = await join('gifts');
    await append(gift('g1'));
    await page.until(() => ids(page).length === 1, 'g1');
    const welcome = await page.hello({ key, widget: 'chat', position: written.position });
    expect(welcome.widget.type).toBe('chat');
    await append(chat('c1'), gift('g2'));
    await page.until(() => ids(page).includes('c1'), 'c1');
    expect(ids(page)).toEqual(['g1', 'c1']);
  });

  it('gets a snapshot when the log begins a new life', async () => {
    const page = await join('feed');
    await append(gift('g1'));
    const resumption = { session: 1, streaks: new Map<string, number>() };
    const renewed = await gateway.log.renewEpoch(
      streamerId,
      written.owner,
      { ...written.position, offset: 99 },
      resumption,
    );
    if (renewed.outcome !== 'appended') throw new Error(renewed.outcome);
    written.position = renewed.position;
    await append(chat('new'));
    const snapshot = await page.until(() => page.all('snapshot')[0], 'snapshot');
    expect(snapshot.position).toEqual({ epoch: written.position.epoch, offset: 1 });
    await append(chat('next'));
    await page.until(() => ids(page).includes('next'), 'next');
  });

  it('follows projections by state, and hears of the source', async () => {
    const board = await join('leaderboard');
    await append(gift('g1', { price: 9, from: 'ann' }));
    const state = await board.until(() => board.all('state')[0], 'state');
    expect(state.leaderboard?.session.coins[0]).toMatchObject({ user: { id: 'ann' }, score: 9 });
    expect(state.totals?.session.coins).toBe(9);
    await gateway.log.reportStatus(streamerId, 1, { state: 'live', since: 7 });
    expect(await board.until(() => board.all('source')[0], 'source')).toMatchObject({ state: 'live', since: 7 });
  });

  it('gets edited settings without reload', async () => {
    const page = await join('chat');
    expect(page.all('welcome')[0]!.widget).toMatchObject({ id: 'chat', rev: 0, settings: { fontSize: 30 } });
    await gateway.store.write(
      model({ rev: 2, widgets: [{ type: 'chat', id: 'chat', rev: 1, settings: { fontSize: 44 } }] }),
    );
    const { widget } = await page.until(() => page.all('settings')[0], 'settings');
    expect(widget).toMatchObject({ rev: 1, settings: { fontSize: 44, maxMessages: 12 } });
  });
});

describe('who is not served is told why', () => {
  async function refused(send: (page: SocketPage) => void): Promise<number> {
    const page = await SocketPage.connect(gateway.url);
    send(page);
    return await page.closed();
  }
  const hello = (changes: Record<string, unknown>) => (page: SocketPage) =>
    page.send('hello', { v: 1, key, widget: 'gifts', ...changes });

  it.each([
    ['a malformed key', 4401, { key: 'x' }],
    ['an unknown key', 4401, { key: randomUUID() }],
    ['an unknown widget', 4404, { widget: 'nonsense' }],
    ['an unknown instance', 4404, { id: 'nonsense' }],
    ['an unknown version', 4400, { v: 2 }],
    ['a hello without a widget', 4400, { widget: undefined }],
  ])('%s: %i', async (_what, code, changes) => {
    expect(await refused(hello(changes))).toBe(code);
  });

  it('a message before hello and silence: 4408', async () => {
    expect(await refused((page) => page.send('ping', {}))).toBe(4408);
    expect(await refused(() => undefined)).toBe(4408);
  });

  it('junk: 4400, a megabyte of it: 1009', async () => {
    expect(await refused((page) => page.socket.send('{"event":'))).toBe(4400);
    expect(await refused((page) => page.socket.send('null'))).toBe(4400);
    expect(await refused((page) => page.socket.send(Buffer.alloc(100)))).toBe(4400);
    expect(await refused((page) => page.socket.send('x'.repeat(1024 * 1024)))).toBe(1009);
    const page = await join('feed');
    expect(page.all('welcome')).toHaveLength(1);
  });

  it('a flood of messages: 4429, and too many pages: 4429', async () => {
    const flood = (page: SocketPage) => {
      for (let n = 0; n < 300; n++) page.send('ping', {});
    };
    const page = await join('feed');
    flood(page);
    expect(await page.closed()).toBe(4429);
    for (let n = 0; n < 20; n++) await join('feed');
    expect(await refused(hello({}))).toBe(4429);
  });

  it('settings that cannot be had: 1013', async () => {
    supervisorAnswers = false;
    expect(await refused(hello({ key: randomUUID() }))).toBe(1013);
  });

  it('a rotated key: 4401, a lapsed subscription: 4402, also on open sockets', async () => {
    const page = await join('gifts');
    await gateway.store.write(model({ rev: 2, keyHash: hashKey(randomUUID()) }));
    expect(await page.closed()).toBe(4401);
    expect(await refused(hello({}))).toBe(4401);
    await gateway.store.write(model({ rev: 3 }));
    const next = await join('gifts');
    await gateway.store.write(model({ rev: 4, active: false }));
    expect(await next.closed()).toBe(4402);
    expect(await refused(hello({}))).toBe(4402);
  });
});
