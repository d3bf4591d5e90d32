import { expect, it } from 'vitest';
import { PatientBeginning } from './patient-beginning.js';

/** Redis says one word a look; after the last of them the process ends. */
function startWith(words: string[]) {
  const ending = new AbortController();
  const left = [...words];
  const seen: { pauses: number[]; told: string[] } = { pauses: [], told: [] };
  const beginning = new PatientBeginning({
    answers: async () => {
      if (left[0] === 'WRONGPASS') throw new Error('Redis refuses the password');
      if (left[0] !== 'away') return true;
      left.shift();
      return false;
    },
    begin: async () => {
      const word = left.shift();
      if (word !== 'OK') throw new Error(word);
    },
    onTrouble: (error) => void seen.told.push(String(error)),
    pause: async (ms) => {
      seen.pauses.push(ms);
      if (left.length === 0) ending.abort();
    },
  });
  return { beginning, seen, stopped: ending.signal };
}

it('tries ever more seldom while Redis answers and refuses, and says each reason once', async () => {
  const refusals = [...Array.from({ length: 7 }, () => 'NOREPLICAS'), 'OOM', 'NOREPLICAS', 'OOM'];
  const { beginning, seen, stopped } = startWith([...refusals, 'OK']);
  expect(await beginning.untilBegun(stopped)).toBe(true);
  expect(seen.pauses).toEqual([250, 250, 500, 1000, 2000, 4000, 5000, 5000, 5000, 5000, 5000]);
  expect(seen.told).toEqual(['Error: NOREPLICAS', 'Error: OOM']);
});

it('looks often while Redis is away, also after it refused', async () => {
  const { beginning, seen, stopped } = startWith(['OOM', 'OOM', 'OOM', 'away', 'away', 'OK']);
  expect(await beginning.attempt()).toBe(false);
  expect(await beginning.untilBegun(stopped)).toBe(true);
  expect(seen.pauses).toEqual([250, 500, 1000, 250, 250]);
  expect(seen.told).toEqual(['Error: OOM']);
});

it('ends when it is told to, and when Redis refuses the password', async () => {
  const ended = startWith(['away', 'away']);
  expect(await ended.beginning.untilBegun(ended.stopped)).toBe(false);
  const refused = startWith(['away', 'WRONGPASS']);
  await expect(refused.beginning.untilBegun(refused.stopped)).rejects.toThrow('refuses the password');
});
