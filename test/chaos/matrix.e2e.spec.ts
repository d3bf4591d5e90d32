import { afterAll, beforeAll, it } from 'vitest';
import { crashLoop } from './scenarios/crash-loop.js';
import { supervisorFrozen, supervisorKilled, twoSupervisors } from './scenarios/supervisors.js';
import { workerCutOff } from './scenarios/worker-cut-off.js';
import { workerFrozen } from './scenarios/worker-frozen.js';
import { workerTold } from './scenarios/worker-told.js';
import { holds as allHolds } from './support/holds.js';
import { chaosSeed, SeededRandom } from './support/random.js';
import type { Outcome } from './support/report.js';
import { Stage } from './support/stage.js';

/**
 * Clocks at a tenth, but leases that outlast a busy machine: where nothing may move, a lease that ran out because two
 * cores were busy would be a move. `short.e2e.spec.ts` has them at a tenth, where everything moves anyway.
 * A rolling restart is in `test/e2e/hand-over.e2e.spec.ts`.
 */
const FAST = {
  LEASE_TTL_MS: '1500',
  LEASE_RENEW_MS: '100',
  PLACEMENT_TICK_MS: '50',
  PLACEMENT_SPACING_MS: '300',
  GATEWAY_HEARTBEAT_MS: '1000',
};

const seed = chaosSeed();
let stage: Stage;
beforeAll(async () => {
  process.stdout.write(`The short fault matrix runs with CHAOS_SEED=${seed}\n`);
  stage = await Stage.start(new SeededRandom(seed), FAST);
});
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

const holds = (outcome: Outcome) => allHolds(outcome, seed);

it('keeps one crash-looping actor from the others', async () => {
  holds(await crashLoop(stage.random.fork(), { neighbours: 10, lines: 40, rounds: 1 }));
});

it('moves nothing when a worker is frozen for less than its leases', async () => {
  holds(await workerFrozen(stage, { streamers: 5, everyMs: 20, frozenMs: 300, watchMs: 600 }));
});

it.each(['frozen', 'reset'] as const)('hears no more of a worker whose way to Redis is %s', async (how) => {
  holds(await workerCutOff(stage, { how, everyMs: 20, targetMs: 3000 }));
});

it('moves nothing when the supervisor is killed, and goes on with another one', async () => {
  holds(await supervisorKilled(stage, { streamers: 5, everyMs: 20, forMs: 800 }));
});

it('moves nothing when the supervisor is frozen', async () => {
  holds(await supervisorFrozen(stage, { streamers: 5, everyMs: 20, forMs: 800 }));
});

it('moves everybody once with two supervisors', async () => {
  holds(await twoSupervisors(stage, { streamers: 5, everyMs: 20, forMs: 800 }));
});

it('loses nothing when a worker is told to end', async () => {
  holds(await workerTold(stage, { streamers: 10, everyMs: 20, pauseMs: 1000 }));
});
