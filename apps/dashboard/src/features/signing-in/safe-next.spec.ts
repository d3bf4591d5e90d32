import { expect, it } from 'vitest';
import { safeNext } from './safe-next.js';

it('goes to addresses of the dashboard alone', () => {
  expect(safeNext('/streams/12?tab=1')).toBe('/streams/12?tab=1');
  for (const bad of [null, '', 'https://evil.example', '//evil.example', '/\\evil.example', '/sign-in', ' /x', 'x']) {
    expect(safeNext(bad), String(bad)).toBe('/overview');
  }
});
