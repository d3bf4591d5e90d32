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

const LEASE_TTL_MS = 500;
/** Clocks at a tenth. */
const FAST = {
  LEASE_TTL_MS: String(LEASE_TTL_MS),
  LEASE_RENEW_MS: '100',
  PLACEMENT_TICK_MS: '100',
  PLACEMENT_SPACING_MS: '300',
  GATEWAY_HEARTBEAT_MS: '500',
};

const seed = chaosSeed();
let stage: Stage;
let database: DatabaseAway;
beforeAll(async () => {
  process.stdout.write(`The short chaos runs with CHAOS_SEED=${seed}\n`);
  stage = await Stage.start(new SeededRandom(seed), FAST);
});
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

const holds = (outcome: Outcome) => allHolds(outcome, seed);

it('lets pages notice nothing while PostgreSQL is away', async () => {
  database = await databaseAway(stage, { awayMs: 3000, streamers: 3, everyMs: 20 });
  holds(database.meanwhile);
});

it('starts every alert once while pages are refreshed, gateways and Redis killed', async () => {
  const size = { streamers: 10, alertsEach: 10, refreshMs: [500, 1000] as const };
  holds(await refreshedPages(stage, { ...size, gatewayKills: 2, redisKills: 1 }));
});

it('keeps one copy of everything in one order while two brokers write', async () => {
  holds(await twoOwners(stage, { leaseTtlMs: LEASE_TTL_MS, forged: 10 }));
});

it('cuts a stalled socket and keeps the others and its memory as they were', async () => {
  holds(await stalledSocket(stage, { healthy: 20, eventsPerSecond: 500, seconds: 1, rounds: 1, growthMiB: 128 }));
});

it('moves the streamers of a killed worker once', async () => {
  holds(await workerKilled(stage, { streamers: 10, targetMs: 600 }));
});

it('has brought the ledger up to the log since PostgreSQL came back', async () => {
  holds(await database.ledger());
});

it('begins a new epoch after Redis was wiped, and repeats no alert', async () => {
  holds(await redisWiped(stage, { streamers: 3, alerts: 4 }));
});

it('notices that the log lost its tail', async () => {
  holds(await lostTail(stage, { alerts: 2 }));
});
