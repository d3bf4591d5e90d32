import { expect, it } from 'vitest';
import { OLDER_OWNER_BACK } from './support/found-schedules.js';
import { runModel } from './support/run-model.js';

/** Schedules that once broke a promise: found by the random runs, kept because chance may not find them again. */
it('an owner that comes back to an empty Redis before its successor renewed takes nothing from it', async () => {
  const { violation, wiped, journal } = await runModel(OLDER_OWNER_BACK);
  expect(violation, journal.join('\n')).toBeUndefined();
  expect(wiped).toBe(1);
});
