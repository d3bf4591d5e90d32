import { expect, it } from 'vitest';
import { alertListSchema, type AlertList } from '#libs/contracts';
import { afterCommand, openAlerts } from './queue-state.js';

const user = { id: '1', handle: 'mia', name: 'Mia', moderator: false, subscriber: false, follower: true };
const list: AlertList = alertListSchema.parse({
  items: ['queued', 'queued', 'started', 'done'].map((state, n) => ({
    ...{ offset: n + 1, state },
    event: { type: 'follow', id: `e${n}`, at: 1, receivedAt: 1, user },
  })),
  control: { paused: false, muted: false, seq: 4 },
});
const states = (after: AlertList) => after.items.map(({ state }) => state);

it('shows what a command will do', () => {
  expect(afterCommand(list, { action: 'pause' }).control.paused).toBe(true);
  expect(afterCommand(afterCommand(list, { action: 'mute' }), { action: 'unmute' }).control.muted).toBe(false);
  expect(states(afterCommand(list, { action: 'skip' }))).toEqual(['queued', 'queued', 'skipped', 'done']);
  expect(states(afterCommand(list, { action: 'skip', eventId: 'e1' }))).toEqual([
    'queued',
    'skipped',
    'started',
    'done',
  ]);
  expect(states(afterCommand(list, { action: 'skip', eventId: 'e3' }))).toEqual(states(list));
  expect(states(afterCommand(list, { action: 'clear' }))).toEqual(['skipped', 'skipped', 'skipped', 'done']);
  expect(afterCommand(list, { action: 'replay', eventId: 'e3' })).toEqual(list);
});

it('counts what waits', () => {
  expect(openAlerts(list)).toEqual({ waiting: 2, onScreen: true });
});
