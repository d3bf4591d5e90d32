import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goalDefinitionSchema, type Snapshot } from '#libs/contracts';
import { createRedis } from '#libs/redis';
import { Database } from '#libs/persistence';
import { act, FAST_CLOCKS } from '../support/act.js';
import { Cluster } from '../support/cluster.js';
import { SocketPage } from '../support/socket-page.js';

const SECRETS = { HEALTH_TOKEN: 'health-token-of-a-test', ENCRYPTION_KEY: '0123456789abcdef0123456789abcdef' };

let cluster: Cluster;
let database: Database;
let serial = 0;
beforeAll(async () => {
  cluster = await Cluster.start({ workers: 1, environment: { ...FAST_CLOCKS, ...SECRETS } });
  database = new Database({ url: cluster.postgres.url });
});
afterAll(async () => {
  await database.close();
  await cluster[Symbol.asyncDispose]();
});

const stage = () => act(cluster, `ledger${++serial}`, 'goals');

type Shown = Pick<Snapshot, 'totals' | 'goals' | 'leaderboard'>;
type State = { [Part in keyof Shown]?: Shown[Part] | undefined };

/** What the page shows: its last snapshot with every later state laid over it. */
function shownBy(page: SocketPage): Shown {
  let shown: State = {};
  for (const message of page.messages) {
    if (message.event === 'welcome') shown = message.data.snapshot;
    if (message.event === 'snapshot') shown = message.data;
    if (message.event === 'state') shown = { ...shown, ...message.data };
  }
  return shown as Shown;
}
const figures = (page: SocketPage) => {
  const { totals, goals, leaderboard } = shownBy(page);
  const people = (list: Shown['leaderboard']['session']['coins']) => list.map(({ user, score }) => [user.id, score]);
  const { session, allTime } = leaderboard;
  const boards = [session.coins, session.likes, allTime.coins, allTime.likes].map(people);
  return { totals, goals: goals.map(({ id, current, target }) => ({ id, current, target })), boards };
};
const coins = (page: SocketPage) => shownBy(page).totals.allTime.coins;

async function ledgerCoins(streamerId: string): Promise<{ rows: number; coins: number }> {
  const [row]: { rows: number; coins: number }[] = await database.unitOfWork().execute(
    `select count(*)::int as rows, coalesce(sum(coins), 0)::int as coins from ledger_event
               where type = 'gift' and streamer_id = ?`,
    [streamerId],
  );
  return row!;
}
const checkpoints = async (streamerId: string) =>
  await database.unitOfWork().execute(`select counts from checkpoint where streamer_id = ?`, [streamerId]);

async function flushRedis(): Promise<void> {
  const redis = createRedis({ kind: 'single', url: cluster.redis.url }, 'test');
  await redis.flushall();
  redis.disconnect();
}

describe('counts outlive Redis', () => {
  it('totals, goals and rankings come back after it was wiped, and nothing counts twice', async () => {
    const { streamer, room, page } = await stage();
    const path = `/streamers/${streamer.id}/goals`;
    const wish = { metric: 'coins', target: 40, baseline: 0, startValue: 5, title: 'Roses' };
    const answer = await cluster.api('POST', path, wish);
    expect(answer.status).toBe(201);
    const { id } = goalDefinitionSchema.parse(await answer.json());
    await page.until(() => shownBy(page).goals[0]?.id === id, 'the goal on the page');

    for (let n = 0; n < 5; n++)
      room.send({ type: 'gift', gift: 'Rose', groupId: String(100 + n), repeatCount: 10, repeatEnd: true });
    room.send([{ type: 'like', count: 15, total: 15 }, { type: 'follow' }, { type: 'follow' }, { type: 'share' }]);
    await page.until(() => coins(page) === 50 && shownBy(page).totals.allTime.shares === 1, 'all counts');
    expect(shownBy(page).goals).toMatchObject([{ id, current: 55, target: 40, title: 'Roses' }]);
    await expect.poll(() => ledgerCoins(streamer.id), { timeout: 5000 }).toMatchObject({ coins: 50 });
    await expect
      .poll(() => checkpoints(streamer.id), { timeout: 25_000, interval: 250 })
      .toMatchObject([{ counts: { 'a.likes': 15, 'a.shares': 1 } }]);
    const before = figures(page);
    const { epoch } = page.position!;

    await flushRedis();
    room.send({ type: 'chat', text: 'life goes on' });
    await page.until(
      () => page.all('snapshot').at(-1)?.position.epoch !== epoch && page.all('snapshot').at(-1),
      'a snapshot',
      20_000,
    );
    await page.until(() => coins(page) >= 50, 'the base', 20_000);
    await sleep(7000);
    expect(figures(page)).toEqual(before);

    await cluster.api('PATCH', `${path}/${id}`, { target: 100, title: 'More roses' });
    await page.until(() => shownBy(page).goals[0]?.target === 100, 'the new target');
    expect(shownBy(page).goals).toMatchObject([{ id, current: 55, title: 'More roses' }]);
    room.send({ type: 'gift', gift: 'Rose', groupId: '900', repeatCount: 3, repeatEnd: true });
    await page.until(() => coins(page) === 53, 'a gift after it');
    const again = await SocketPage.join(cluster.gatewayUrl, { key: streamer.widgetKey, widget: 'goals' });
    expect(figures(again)).toEqual(figures(page));
    expect(shownBy(again).goals).toMatchObject([{ current: 58 }]);
    page.close();
    again.close();
  }, 90_000);

  it('the ledger catches up after PostgreSQL was away under load, and a rebuild finds nothing wrong', async () => {
    const { streamer, room, page } = await stage();
    await cluster.postgres.stop();
    for (let n = 0; n < 300; n++) {
      room.send({ type: 'gift', gift: 'Rose', groupId: String(1000 + n), repeatCount: 2, repeatEnd: true });
      if (n % 10 === 0) await sleep(20);
    }
    await page.until(() => coins(page) === 600, 'every coin on the page', 20_000);
    await cluster.postgres.restart();
    await expect
      .poll(() => ledgerCoins(streamer.id).catch(() => undefined), { timeout: 30_000, interval: 250 })
      .toMatchObject({ coins: 600 });
    const env = { ...process.env, DATABASE_URL: cluster.postgres.url, REDIS_URL: cluster.redis.url };
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['dist/apps/supervisor/src/rebuild.js', '--streamer', streamer.handle],
      { env: { ...env, ...SECRETS, OPERATOR_TOKEN: 'operator-token-of-a-test' } },
    );
    expect(stdout).toContain(`${streamer.handle}: the counters of this epoch were right`);
    expect(coins(page)).toBe(600);
    page.close();
  }, 90_000);
});
