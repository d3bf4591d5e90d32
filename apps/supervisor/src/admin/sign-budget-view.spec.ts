import { expect, it } from 'vitest';
import { toSignBudget } from './sign-budget-view.js';

it('tells what is spent of each window, and until when a service pauses', () => {
  const windows = [{ name: 'minute' as const, limit: 10, left: 4 }];
  const view = { id: 'x', provider: '1 sign.example', windows, waiting: {}, breakers: [] };
  expect(toSignBudget(view, 0)).toEqual({
    provider: '1 sign.example',
    minute: { spent: 6, limit: 10 },
    hour: { spent: 0, limit: null },
    day: { spent: 0, limit: null },
    pausedUntil: null,
  });
  const paused = toSignBudget({ ...view, pausedFor: { ms: 5000, reason: 'rate-limited' } }, 1000);
  expect(paused.pausedUntil).toBe('1970-01-01T00:00:06.000Z');
});
