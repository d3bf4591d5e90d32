import { expect, it } from 'vitest';
import type { SignBudgetView } from '#libs/domain';
import { Metrics } from './metrics.js';
import { registerSignBudgetMetrics } from './sign-budget-metrics.js';

const view: SignBudgetView = {
  id: 'abc',
  provider: '1 sign.example.com',
  windows: [{ name: 'day', limit: 100, left: 42 }],
  pausedFor: { ms: 30_000, reason: 'rate-limited' },
  waiting: { resume: 3 },
  breakers: [],
};

it('tells what is left, who waits and the pause, from one look', async () => {
  const metrics = new Metrics({ role: 'test' });
  let looks = 0;
  registerSignBudgetMetrics(metrics, { read: async () => ((looks += 1), [view]) });
  const text = await metrics.text();
  const labels = 'provider="1 sign.example.com"';
  expect(text).toMatch(new RegExp(`streamshape_sign_calls_left{${labels},window="day".*} 42`));
  expect(text).toMatch(new RegExp(`streamshape_sign_calls_waiting{${labels},purpose="resume".*} 3`));
  expect(text).toMatch(new RegExp(`streamshape_sign_paused_seconds{${labels},reason="rate-limited".*} 30`));
  expect(looks).toBe(1);
});

it.each([
  ['fails', () => Promise.reject(new Error('away'))],
  ['hangs', () => new Promise<never>(() => undefined)],
])('leaves the rest of the metrics alone when the account %s', async (_, read) => {
  const metrics = new Metrics({ role: 'test' });
  registerSignBudgetMetrics(metrics, { read });
  const text = await metrics.text();
  expect(text).toContain('streamshape_build_info');
  expect(text).not.toMatch(/streamshape_sign_calls_left\{/);
});
