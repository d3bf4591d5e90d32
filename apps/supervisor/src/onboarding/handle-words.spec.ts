import { expect, it } from 'vitest';
import { handleWords } from './handle-words.js';

it('says what was found and what to do', () => {
  expect(handleWords('mia', { state: 'live', viewers: 1234 }, false)).toBe('@mia is live now, with 1,234 watching');
  expect(handleWords('mia', { state: 'live' }, false)).toBe('@mia is live now');
  expect(handleWords('mia', { state: 'offline' }, true)).toMatch(/not live now.*Somebody else here follows it/);
  expect(handleWords('mia', { state: 'missing' }, false)).toMatch(/nobody called @mia\. Check the spelling/);
  for (const why of ['busy', 'blocked', 'failed'] as const)
    expect(handleWords('mia', { state: 'unknown', why }, false)).toMatch(/o on with this handle/);
});
