import { expect, it } from 'vitest';
import type { OpenPages, WidgetType } from '#libs/contracts';
import { controlTargets } from './control-targets.js';

const open = (type: WidgetType, id: string = type): OpenPages => ({
  widget: { id, type },
  pages: 1,
  obs: 1,
  since: '2026-11-03T20:15:00Z',
});

it('reaches every queue that is on stream, and the default one before there is any', () => {
  expect(controlTargets([])).toEqual([{ widget: 'alerts' }]);
  expect(controlTargets([open('chat'), open('goals')])).toEqual([{ widget: 'alerts' }]);
  expect(controlTargets([open('gifts'), open('alerts', 'a1'), open('chat')])).toEqual([
    { widget: 'gifts' },
    { widget: 'alerts', instance: 'a1' },
  ]);
});
