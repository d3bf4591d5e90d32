import { expect, it } from 'vitest';
import { connectionOf } from './connection-of.js';

it('knows OBS from a browser, and one widget from another', () => {
  const entry = (pages: number, obs: number, type: 'alerts' | 'chat' = 'alerts') => ({
    widget: { id: type, type },
    pages,
    obs,
    since: '2026-11-03T20:15:00Z',
  });
  expect(connectionOf([], 'alerts').state).toBe('none');
  expect(connectionOf([entry(1, 1, 'chat')], 'alerts').state).toBe('none');
  expect(connectionOf([entry(2, 0)], 'alerts').state).toBe('browser');
  expect(connectionOf([entry(2, 0), entry(2, 1)], 'alerts')).toEqual({ state: 'obs', words: 'Connected in OBS' });
});
