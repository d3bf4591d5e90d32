import { expect, it } from 'vitest';
import { completeSettings, readTimer } from '#libs/contracts';
import { pressTimer, timerRun, withoutTimerRun } from './timer-run.js';

const allTime = { coins: 50, gifts: 0, likes: 0, follows: 3, shares: 0, subscribes: 0 };
const totals = { session: allTime, today: allTime, allTime };

it('starts with nothing added, stands still while it is paused, and is not started twice', () => {
  let settings: Record<string, unknown> = { initialSeconds: 60, title: 'Subathon' };
  const press = (action: 'start' | 'pause' | 'resume' | 'reset', now: number) => {
    const run = pressTimer(settings, action, { now, allTime });
    settings = { ...settings, ...run };
    return run !== undefined;
  };
  const at = (now: number) => readTimer(completeSettings('timer', settings), totals, now);
  press('pause', 500);
  expect(at(500)).toEqual({ state: 'waiting', remainingMs: 60_000 });
  expect(press('start', 1000)).toBe(true);
  expect(at(2000)).toMatchObject({ state: 'running', endsAt: 61_000 });
  expect(press('start', 2000)).toBe(false);
  press('pause', 11_000);
  press('pause', 20_000);
  expect(at(90_000)).toEqual({ state: 'paused', remainingMs: 50_000 });
  press('resume', 31_000);
  expect(at(31_000)).toMatchObject({ endsAt: 81_000 });
  expect(timerRun(settings)).toEqual({ startedAt: 1000, pausedAt: 0, pausedMs: 20_000, baseline: allTime });
  expect(withoutTimerRun(settings)).toEqual({ initialSeconds: 60, title: 'Subathon' });
  press('reset', 40_000);
  expect(at(40_000)).toEqual({ state: 'waiting', remainingMs: 60_000 });
  expect(press('start', 50_000)).toBe(true);
});
