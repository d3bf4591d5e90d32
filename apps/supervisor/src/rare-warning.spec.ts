import { expect, it } from 'vitest';
import { RareWarning } from './rare-warning.js';

it('warns at once, then with how often it was held back', () => {
  const said: unknown[] = [];
  let now = 0;
  const warning = new RareWarning({ warn: (...words: unknown[]) => said.push(words) }, 'text', 1000, () => now);
  for (let time = 0; time < 50; time++) warning.warn({ a: 1 });
  expect(said).toEqual([[{ a: 1, unsaid: 0 }, 'text']]);
  now = 1000;
  warning.warn({ a: 2 });
  warning.warn({ a: 3 });
  expect(said.slice(1)).toEqual([[{ a: 2, unsaid: 49 }, 'text']]);
});
