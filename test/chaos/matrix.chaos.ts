import { afterAll, beforeAll, it } from 'vitest';
import { crashLoop } from './scenarios/crash-loop.js';
import { supervisorFrozen, supervisorKilled, twoSupervisors } from './scenarios/supervisors.js';
import { workerCutOff } from './scenarios/worker-cut-off.js';
import { workerFrozen } from './scenarios/worker-frozen.js';
import { rollingRestart, workerTold } from './scenarios/worker-told.js';
import { holds as allHolds } from './support/holds.js';
import { chaosSeed, SeededRandom } from './support/random.js';
import type { Outcome } from './support/report.js';
import { Stage } from './support/stage.js';

const seed = chaosSeed();
let stage: Stage;
/** Real clocks: the configuration's defaults. */
beforeAll(async () => {
  stage = await Stage.start(new SeededRandom(seed), {});
});
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

const holds = (outcome: Outcome) => allHolds(outcome, seed);

it('a crash-looping actor beside fifty', async () => {
  holds(await crashLoop(stage.random.fork(), { neighbours: 50, lines: 200, rounds: 4 }));
});

it('a worker frozen for 3 s', async () => {
  holds(await workerFrozen(stage, { streamers: 20, everyMs: 100, frozenMs: 3000, watchMs: 6000 }));
});

it.each(['frozen', 'reset'] as const)('a worker whose way to Redis is %s', async (how) => {
  holds(await workerCutOff(stage, { how, everyMs: 100, targetMs: 6000 }));
});

it('the supervisor killed', async () => {
  holds(await supervisorKilled(stage, { streamers: 20, everyMs: 100, forMs: 8000 }));
});

it('the supervisor frozen for 8 s', async () => {
  holds(await supervisorFrozen(stage, { streamers: 20, everyMs: 100, forMs: 8000 }));
});

it('two supervisors at once', async () => {
  holds(await twoSupervisors(stage, { streamers: 20, everyMs: 100, forMs: 8000 }));
});

it('a worker told to end with a hundred live streamers', async () => {
  holds(await workerTold(stage, { streamers: 100, everyMs: 200, pauseMs: 1000 }));
});

it('every worker restarted, one after another', async () => {
  holds(await rollingRestart(stage, { streamers: 40, everyMs: 200, pauseMs: 1000 }));
});
