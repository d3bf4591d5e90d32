import { expect, it } from 'vitest';
import { stepOf } from './steps.js';

it('goes no further than what is known', () => {
  expect(stepOf('obs', false)).toBe('handle');
  expect(stepOf(null, true)).toBe('look');
  expect(stepOf('obs', true)).toBe('obs');
  expect(stepOf('nonsense', true)).toBe('look');
});
