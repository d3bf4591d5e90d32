import { describe, expect, it } from 'vitest';
import type { Totals } from '../snapshot.js';
import { addedMs, pauseTimer, readTimer, resetTimer, resumeTimer, startTimer } from './timer-clock.js';
import { timerSettingsSchema } from './timer.js';

const none = { coins: 0, gifts: 0, likes: 0, follows: 0, shares: 0, subscribes: 0 };
const totals = (allTime: Partial<typeof none>, session: Partial<typeof none> = {}): Totals => ({
  session: { ...none, ...session },
  today: none,
  allTime: { ...none, ...allTime },
});
const rules = timerSettingsSchema.parse({
  initialSeconds: 60,
  secondsPerCoin: 0.5,
  secondsPerFollow: 10,
  secondsPerSubscribe: 100,
});

describe('the timer', () => {
  it('stands still at its initial time until it is started', () => {
    expect(readTimer(rules, totals({ coins: 500 }), 1000)).toEqual({ state: 'waiting', remainingMs: 60_000 });
  });

  it('adds what was given since its start', () => {
    const started = { ...rules, ...startTimer(rules, totals({ coins: 500, follows: 3 }), 1000) };
    const later = totals({ coins: 510, follows: 4, subscribes: 1 });
    expect(addedMs(started, later)).toBe(115_000);
    expect(readTimer(started, later, 31_000)).toEqual({ state: 'running', endsAt: 176_000, remainingMs: 145_000 });
    expect(readTimer(started, later, 999_000)).toMatchObject({ state: 'ended', remainingMs: 0 });
  });

  it('adds no more than its limit, and nothing for totals that fell', () => {
    const started = { ...rules, ...startTimer(rules, totals({ coins: 100 }), 1000), maximumAddedSeconds: 30 };
    expect(addedMs(started, totals({ coins: 9100 }))).toBe(30_000);
    expect(addedMs(started, totals({ coins: 10 }))).toBe(0);
  });

  it('counts the stream alone where it is asked to', () => {
    const session = { ...rules, period: 'session' as const };
    const started = { ...session, ...startTimer(session, totals({ follows: 99 }, { follows: 2 }), 1000) };
    expect(addedMs(started, totals({ follows: 100 }, { follows: 3 }))).toBe(30_000);
  });

  it('loses nothing in pauses', () => {
    let run = startTimer(rules, totals({}), 1000);
    run = pauseTimer(pauseTimer(run, 21_000), 30_000);
    expect(readTimer({ ...rules, ...run }, totals({}), 500_000)).toEqual({ state: 'paused', remainingMs: 40_000 });
    run = resumeTimer(resumeTimer(run, 121_000), 130_000);
    expect(readTimer({ ...rules, ...run }, totals({}), 131_000)).toMatchObject({ remainingMs: 30_000 });
    expect(readTimer({ ...rules, ...resetTimer() }, totals({}), 131_000)).toMatchObject({ state: 'waiting' });
    expect(pauseTimer(resetTimer(), 5)).toEqual(resetTimer());
  });
});
