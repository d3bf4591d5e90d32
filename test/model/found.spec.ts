import { expect, it } from 'vitest';
import { OLDER_OWNER_BACK, WIPED_IN_MOVE } from './support/found-schedules.js';
import { runModel } from './support/run-model.js';

/** Schedules that once broke a promise: found by the random runs, kept because chance may not find them again. */
it('an owner that comes back to an empty Redis before its successor renewed takes nothing from it', async () => {
  const { violation, wiped, journal } = await runModel(OLDER_OWNER_BACK);
  expect(violation, journal.join('\n')).toBeUndefined();
  expect(wiped).toBe(1);
});

it('a move that meets an empty Redis is called off, and the owner that lives keeps its streamer', async () => {
  const { violation, journal } = await runModel(WIPED_IN_MOVE);
  expect(violation, journal.join('\n')).toBeUndefined();
});
