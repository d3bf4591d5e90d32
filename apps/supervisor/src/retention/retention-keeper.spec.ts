import { expect, it } from 'vitest';
import type { RetentionRule } from '#libs/domain';
import { createLogger, Metrics } from '#libs/observability';
import type { SupervisorSettings } from '../supervisor.tokens.js';
import { RetentionKeeper } from './retention-keeper.js';

it('goes on with the other rules when one fails, and says so', async () => {
  const applied: string[] = [];
  const lines: string[] = [];
  const apply = (rule: RetentionRule) => {
    if (rule.what === 'sessions') return Promise.reject(new Error('It took too long'));
    applied.push(rule.what);
    return Promise.resolve(0);
  };
  const retention = { sessionsDays: 1, movesDays: 1, auditDays: 0, statusDays: 1 };
  const keeper = new RetentionKeeper(
    { apply },
    { retention } as SupervisorSettings,
    createLogger({ role: 'supervisor', destination: { write: (line) => void lines.push(line) } }),
    new Metrics({ role: 'supervisor' }),
  );
  keeper.onApplicationBootstrap();
  try {
    await expect.poll(() => applied, { timeout: 10_000 }).toEqual(['moves', 'statusHours', 'statusIncidents']);
    await expect.poll(() => lines.join(''), { timeout: 10_000 }).toContain('It took too long');
  } finally {
    await keeper.beforeApplicationShutdown();
  }
});
