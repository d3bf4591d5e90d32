import { expect, it } from 'vitest';
import { choosePlan } from './environment.mjs';
import { summary } from './summary.mjs';

const shared = { PUBLIC_URL: 'http://localhost:3000', WIDGETS_URL: 'http://localhost:3001' };
const text = (env = {}, flags = {}) =>
  summary({ plan: choosePlan(env, flags), shared, generated: ['OPERATOR_TOKEN'], seconds: '2.0' });

it('gives the addresses, the demo account and the links', () => {
  for (const part of [
    'http://localhost:3000',
    'demo@streamshape.local',
    'streamshape-demo',
    'http://localhost:3001/gallery',
    'http://localhost:3001/5600e838-26e8-4a61-a0a1-3d1d917efb35/gifts',
    'Press Ctrl-C to stop.',
  ]) {
    expect(text()).toContain(part);
  }
});

it('says which room is followed, and where', () => {
  expect(text({}, { handle: 'some.name' })).toContain('room of @some.name on the real TikTok');
  expect(text({ TIKTOK_WEB_URL: 'http://own:1' }, { handle: 'some.name' })).toContain('on TIKTOK_WEB_URL=http://own:1');
});

it('says where the source of what runs is, when that is known', () => {
  const told = { plan: choosePlan({}), shared, generated: [], seconds: '2.0' };
  expect(summary({ ...told, source: 'https://example.org/tree/abc' })).toMatch(
    /Source +https:\/\/example\.org\/tree\/abc/,
  );
  expect(summary(told)).not.toContain('Source');
});
