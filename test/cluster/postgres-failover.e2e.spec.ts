import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StreamerWithKey } from '#libs/contracts';
import { Database } from '#libs/persistence';
import type { EventSpec, TikTokSimulator } from '../../apps/tiktok-simulator/src/index.js';
import { Cluster } from '../support/cluster.js';
import { TestPostgresPair } from '../support/services/test-postgres-pair.js';
import { SocketPage } from '../support/socket-page.js';

let pair: TestPostgresPair;
let product: Cluster;
beforeAll(async () => {
  pair = await TestPostgresPair.start();
  product = await Cluster.start({
    databaseUrl: pair.url,
    environment: {
      LEASE_TTL_MS: '1500',
      LEASE_RENEW_MS: '300',
      PLACEMENT_TICK_MS: '100',
      PLACEMENT_SPACING_MS: '500',
    },
  });
});
afterAll(async () => {
  await product?.[Symbol.asyncDispose]();
  await pair?.[Symbol.asyncDispose]();
});

type Room = ReturnType<TikTokSimulator['room']>;
interface Generation {
  id: string;
  generation: string;
}

/** Gives without an end, each time from another viewer, until it is told to stop. */
function giving(room: Room) {
  const state = { sent: 0, over: false };
  const done = (async () => {
    while (!state.over) {
      const id = String(1000 + ++state.sent);
      const lion = { id: 6369, name: 'Lion', diamondCount: 10, type: 2 };
      const user = { id, handle: `viewer${id}`, name: `Viewer ${id}` };
      room.send({ type: 'gift', gift: lion, user } satisfies EventSpec);
      await sleep(5);
    }
  })();
  return {
    state,
    stop: async () => {
      state.over = true;
      await done;
    },
  };
}

/** Creates streamers one after another; keeps those for which the supervisor said 201. */
function creating() {
  const acknowledged: StreamerWithKey[] = [];
  const state = { over: false };
  const done = (async () => {
    for (let n = 0; !state.over; n++) {
      const made = await product.createStreamer(`created${n}`).catch(() => undefined);
      if (made) acknowledged.push(made);
      else await sleep(50);
    }
  })();
  return {
    acknowledged,
    stop: async () => {
      state.over = true;
      await done;
    },
  };
}

async function query<T>(sql: string): Promise<T[]> {
  await using database = new Database({ url: pair.url, poolSize: 1 });
  return await database.unitOfWork().execute<T[]>(sql);
}

it('loses nothing that was acknowledged when the primary dies and the standby takes its address', async () => {
  const room = product.simulator.room('giver').goLive();
  const giver = await product.createStreamer('giver');
  await room.waitForClients(1);
  const page = await SocketPage.join(product.gatewayUrl, { key: giver.widgetKey, widget: 'gifts' });
  const gifts = giving(room);
  const made = creating();
  await expect.poll(() => made.acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(30);
  await page.until(() => page.items.length > 20, 'gifts before');
  const generations = await query<Generation>('select streamer_id as id, generation from broker');
  const inLedger = async () =>
    Number((await query<{ count: string }>(`select count(*) from ledger_event where type = 'gift'`))[0]!.count);
  await expect.poll(inLedger, { timeout: 10_000 }).toBeGreaterThan(0);

  pair.killPrimary();
  const before = made.acknowledged.length;
  const shown = page.items.length;
  await page.until(() => page.items.length > shown + 50, 'gifts while there is no database');
  expect((await fetch(`${product.supervisor.url}/health/ready`)).status).toBe(503);
  await pair.promoteStandby();
  await expect.poll(() => made.acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(before + 5);
  await Promise.all([made.stop(), gifts.stop()]);

  const stored = new Set((await query<{ id: string }>('select id from streamer')).map(({ id }) => id));
  expect(made.acknowledged.filter(({ id }) => !stored.has(id))).toEqual([]);
  const now = new Map(
    (await query<Generation>('select streamer_id as id, generation from broker')).map((row) => [row.id, row]),
  );
  expect(generations.filter(({ id, generation }) => Number(now.get(id)?.generation) < Number(generation))).toEqual([]);
  expect(now.size).toBeGreaterThanOrEqual(generations.length);

  await page.until(() => page.items.length >= gifts.state.sent, 'the last gift');
  expect(page.problems).toEqual([]);
  await expect.poll(inLedger, { timeout: 15_000 }).toBe(gifts.state.sent);
  expect((await fetch(`${product.supervisor.url}/health/ready`)).status).toBe(200);
  expect(product.supervisor.running).toBe(true);
  expect(room.sockets.size).toBe(1);
  page.close();
});
