import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, FAST_CLOCKS, type Act } from '../support/act.js';
import { Cluster } from '../support/cluster.js';
import { SocketPage } from '../support/socket-page.js';

let cluster: Cluster;
let serial = 0;
beforeAll(async () => {
  // Workers do not wait for others to take over, so that the short way stays tested.
  cluster = await Cluster.start({ environment: { ...FAST_CLOCKS, DRAIN_TIMEOUT_MS: '1' } });
});
afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
});

const stage = () => act(cluster, `fault${++serial}`, 'feed');

const chats = (page: SocketPage) => page.events.flatMap((event) => (event.type === 'chat' ? [event.text] : []));
const ids = (page: SocketPage) => page.events.map((event) => event.id);

/** Sends a numbered chat every few milliseconds until it is told to stop; gives how many it sent. */
function talk(room: Act['room'], everyMs = 10): { stop(): Promise<number> } {
  const over = new AbortController();
  const talking = (async () => {
    let sent = 0;
    while (!over.signal.aborted) {
      room.send({ type: 'chat', text: `line ${sent++}` });
      await sleep(everyMs);
    }
    return sent;
  })();
  return {
    stop: () => {
      over.abort();
      return talking;
    },
  };
}
const lines = (count: number) => Array.from({ length: count }, (_, n) => `line ${n}`);

describe('nothing is lost and nothing comes twice', () => {
  it('when Redis is killed and comes back', async () => {
    const { room, page } = await stage();
    const talker = talk(room);
    await page.until(() => chats(page).length > 20, 'some chat');
    await cluster.redis.kill();
    await sleep(300);
    await cluster.redis.restart();
    await sleep(300);
    const sent = await talker.stop();
    await page.until(
      () => page.closeCode !== undefined || chats(page).includes(`line ${sent - 1}`),
      'the last line',
      20_000,
    );
    expect(page.closeCode).toBeUndefined();
    expect(chats(page)).toEqual(lines(sent));
    expect(page.problems).toEqual([]);
    page.close();
  });

  it('when PostgreSQL is away: pages notice nothing, readiness says so', async () => {
    const { room, page } = await stage();
    await cluster.postgres.stop();
    await expect
      .poll(async () => (await fetch(`${cluster.supervisor.url}/health/ready`)).status, { timeout: 10_000 })
      .toBe(503);
    const talker = talk(room);
    await page.until(() => chats(page).length > 20, 'chat without PostgreSQL');
    const sent = await talker.stop();
    await page.until(() => chats(page).length === sent, 'all of it');
    await cluster.postgres.restart();
    await expect
      .poll(async () => (await fetch(`${cluster.supervisor.url}/health/ready`)).status, { timeout: 10_000 })
      .toBe(200);
    expect(chats(page)).toEqual(lines(sent));
    page.close();
  });

  it('when the gateway is killed: the page resumes at another one', async () => {
    const { room, page, streamer } = await stage();
    const talker = talk(room);
    await page.until(() => chats(page).length > 20, 'some chat');
    const gateway = cluster.gateways[0]!;
    await gateway.end('SIGKILL');
    await page.closed();
    cluster.gateways.unshift(await cluster.addGateway());
    const { position } = page;
    const again = await SocketPage.join(cluster.gatewayUrl, { key: streamer.widgetKey, widget: 'feed', position });
    const sent = await talker.stop();
    await again.until(() => chats(again).includes(`line ${sent - 1}`), 'the last line');
    expect([...chats(page), ...chats(again)]).toEqual(lines(sent));
    expect(again.problems).toEqual([]);
    again.close();
  });

  it('when a worker is frozen past its lease and goes on: it is fenced', async () => {
    const { room, page, streamer } = await stage();
    room.send({ type: 'chat', text: 'before' });
    await page.until(() => chats(page).includes('before'), 'a line before it');
    const owner = cluster.ownerOf(streamer.id)!;
    process.kill(owner.pid, 'SIGSTOP');
    await page.until(() => page.events.some((event) => event.type === 'source.restored'), 'another owner', 15_000);
    room.send({ type: 'chat', text: 'meanwhile' });
    await page.until(() => chats(page).includes('meanwhile'), 'a line meanwhile');
    process.kill(owner.pid, 'SIGCONT');
    await expect.poll(() => owner.log.includes('Let go of a streamer'), { timeout: 5000 }).toBe(true);
    room.send({ type: 'chat', text: 'after' });
    await page.until(() => chats(page).includes('after'), 'a line after it');
    expect(chats(page)).toEqual(['before', 'meanwhile', 'after']);
    expect(new Set(ids(page)).size).toBe(page.items.length);
    const gaps = page.events.filter((event) => event.type.startsWith('source.')).map((event) => event.type);
    expect(gaps).toEqual(['source.lost', 'source.restored']);
    page.close();
  });

  it('when a worker is told to end and cannot wait: it hands over', async () => {
    const { room, page, streamer } = await stage();
    const before = talk(room);
    await page.until(() => chats(page).length > 10, 'some chat');
    const sent = await before.stop();
    await cluster.ownerOf(streamer.id)!.end('SIGTERM');
    await page.until(() => page.events.some((event) => event.type === 'source.restored'), 'another owner', 15_000);
    room.send({ type: 'chat', text: 'after' });
    await page.until(() => chats(page).includes('after'), 'a line after it');
    expect(chats(page)).toEqual([...lines(sent), 'after']);
    expect(page.problems).toEqual([]);
    page.close();
    await cluster.addWorker();
  });
});
