import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SourceFact } from '#libs/domain';
import { NO_COUNTERS, normaliseMessage } from '#libs/live-source';
import { recordedLines, recordedMessages } from '../../libs/live-source/test/recorded.js';
import { coinsBySender } from '../support/independent-coins.js';
import { Cluster } from '../support/cluster.js';
import { SocketPage } from '../support/socket-page.js';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.start({ workers: 1 });
});
afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
});

/** The wire's messages by outcome, as the worker counted them. */
async function outcomes(): Promise<Record<string, number>> {
  const text = await (await fetch(`${cluster.workers[0]!.url}/metrics`)).text();
  const counts: Record<string, number> = {};
  for (const line of text.matchAll(/^streamshape_source_messages_total\{([^}]*)\} (\d+)$/gm)) {
    const outcome = /outcome="([^"]+)"/.exec(line[1]!)![1]!;
    counts[outcome] = (counts[outcome] ?? 0) + Number(line[2]);
  }
  return counts;
}

function recordedFacts(): SourceFact[] {
  return recordedMessages().flatMap((message) => {
    const told = normaliseMessage(message, { roomId: '0', receivedAt: 0 }, NO_COUNTERS);
    return told?.kind === 'fact' ? [told.fact] : [];
  });
}

it('carries all 1,032 recorded messages to a socket: none lost, none twice, every coin once', async () => {
  const lines = recordedLines();
  expect(lines).toHaveLength(1032);
  const { widgetKey } = await cluster.createStreamer('recorded');
  const page = await SocketPage.join(cluster.gatewayUrl, { key: widgetKey, widget: 'feed' });
  const room = cluster.simulator.room('recorded').goLive();
  await room.waitForClients(1);
  await page.until(() => page.events.some((event) => event.type === 'stream.started'), 'the start of the stream');

  const replay = await room.replay(lines, { rate: 2000 });
  await replay.done;
  const total = async () => Object.values(await outcomes()).reduce((sum, count) => sum + count, 0);
  await expect.poll(total, { timeout: 20_000 }).toBeGreaterThanOrEqual(1032);
  const counted = await outcomes();
  expect(counted).not.toHaveProperty('undecodable');
  expect(counted).not.toHaveProperty('invalid');
  expect((counted['fact'] ?? 0) + (counted['ignored'] ?? 0) + (counted['unknown'] ?? 0)).toBe(await total());

  const facts = recordedFacts();
  const expected = new Set(facts.filter((fact) => fact.type !== 'gift').map((fact) => fact.id));
  const lifecycle = new Set(['stream.started', 'stream.ended', 'source.lost', 'source.restored', 'gift']);
  const heard = () => page.events.filter((event) => !lifecycle.has(event.type)).map((event) => event.id);
  await expect.poll(() => heard().length, { timeout: 20_000 }).toBe(expected.size);
  expect(new Set(heard())).toEqual(expected);

  const senders = coinsBySender(lines);
  const paid = () => {
    const coins = new Map<string, number>();
    for (const event of page.events) {
      if (event.type === 'gift') coins.set(event.user.id, (coins.get(event.user.id) ?? 0) + event.coins);
    }
    return coins;
  };
  await expect.poll(paid, { timeout: 20_000 }).toEqual(senders);

  expect(page.problems).toEqual([]);
  const welcome = page.all('welcome')[0]!;
  const first = welcome.position.offset + 1;
  expect(page.items.map((item) => item.offset)).toEqual(page.items.map((_, index) => first + index));
  expect(new Set(page.events.map((event) => event.id)).size).toBe(page.items.length);

  const again = await SocketPage.join(cluster.gatewayUrl, { key: widgetKey, widget: 'leaderboard' });
  const { totals } = again.all('welcome')[0]!.snapshot;
  const sum = [...senders.values()].reduce((all, coins) => all + coins, 0);
  expect(totals.session.coins).toBe(sum);
  page.close();
  again.close();
});
