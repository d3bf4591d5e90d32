import { expect, it } from 'vitest';
import { previewed } from './preview.js';

const settings = { theme: 'glass', customCss: '', volume: 60 };

it('takes looks from the address of a preview', () => {
  const search = '?preview=1&theme=neon&scene=light&startedAt=1700000000000';
  expect(previewed(settings, search)).toEqual({
    ...settings,
    theme: 'neon',
    scene: 'light',
    startedAt: 1_700_000_000_000,
  });
  expect(settings.theme).toBe('glass');
});

it('takes nothing without preview, and nothing but looks', () => {
  expect(previewed(settings, '?theme=neon')).toBe(settings);
  expect(previewed(settings, '?preview=1&customCss=x&volume=100&theme=%22%3E%3C&startedAt=-1')).toEqual(settings);
});
