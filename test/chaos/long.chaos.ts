import { afterAll, beforeAll, it } from 'vitest';
import { databaseAway, type DatabaseAway } from './scenarios/database-away.js';
import { lostTail } from './scenarios/lost-tail.js';
import { redisWiped } from './scenarios/redis-wiped.js';
import { refreshedPages } from './scenarios/refreshed-pages.js';
import { stalledSocket } from './scenarios/stalled-socket.js';
import { twoOwners } from './scenarios/two-owners.js';
import { workerKilled } from './scenarios/worker-killed.js';
import { holds as allHolds } from './support/holds.js';
import { chaosSeed, SeededRandom } from './support/random.js';
import type { Outcome } from './support/report.js';
import { Stage } from './support/stage.js';

const seed = chaosSeed();
let stage: Stage;
let database: DatabaseAway;
/** Real clocks: the configuration's defaults, and the ways of tests to look at TikTok often. */
beforeAll(async () => {
  stage = await Stage.start(new SeededRandom(seed), {});
});
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

const holds = (outcome: Outcome) => allHolds(outcome, seed);

it('PostgreSQL away for a minute', async () => {
  database = await databaseAway(stage, { awayMs: 60_000, streamers: 5, everyMs: 20 });
  holds(database.meanwhile);
});

it('the ledger after it', async () => {
  holds(await database.ledger());
});

it('1,000 alerts while pages are refreshed, gateways and Redis killed', async () => {
  const size = { streamers: 10, alertsEach: 100, refreshMs: [1000, 2000] as const };
  holds(await refreshedPages(stage, { ...size, gatewayKills: 10, redisKills: 5 }));
});

it('two brokers for one streamer', async () => {
  holds(await twoOwners(stage, { leaseTtlMs: 5000, forged: 100 }));
});

it('a stalled socket beside twenty', async () => {
  holds(await stalledSocket(stage, { healthy: 20, eventsPerSecond: 2000, seconds: 5, rounds: 3, growthMiB: 128 }));
});

it('a worker killed with a hundred idle streamers', async () => {
  holds(await workerKilled(stage, { streamers: 100, targetMs: 6000 }));
});

it('Redis wiped', async () => {
  holds(await redisWiped(stage, { streamers: 5, alerts: 20 }));
});

it('a log that lost its tail', async () => {
  holds(await lostTail(stage, { alerts: 10 }));
});
