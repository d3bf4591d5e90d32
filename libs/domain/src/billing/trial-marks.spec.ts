import { expect, it } from 'vitest';
import { sameBox, trialMarks } from './trial-marks.js';

it.each([
  ['Ada@Example.org', 'ada@example.org'],
  ['ada+anything@example.org', 'ada@example.org'],
  ['a.d.a+x@googlemail.com', 'ada@gmail.com'],
  ['a.d.a@example.org', 'a.d.a@example.org'],
])('%s arrives where %s does', (email, box) => {
  expect(sameBox(email)).toBe(box);
});

it('a trial is remembered by address and handle', () => {
  const hide = (text: string) => `<${text}>`;
  const email = 'ada@example.org';
  expect(trialMarks({ email, handle: '@Ada' }, hide)).toEqual(['<email ada@example.org>', '<handle ada>']);
  expect(trialMarks({ email, handle: null }, hide)).toEqual(['<email ada@example.org>']);
});
