import { randomUUID } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import { budgetRules, type PauseReason } from '#libs/domain';
import { signBudgetContract } from '../../../domain/test/sign-budget.contract.js';
import { openTestRedis } from '../../../../test/support/test-redis.js';
import { RedisSignBudgetReader } from './redis-sign-budget-reader.js';
import { RedisSignBudget } from './redis-sign-budget.js';
import { hearSignPauses } from './redis-sign-pauses.js';

const connections = [openTestRedis(), openTestRedis()];
const subscriber = openTestRedis('subscriber');
afterAll(() => Promise.all([...connections, subscriber].map((redis) => redis.quit())));

function accountOf(limits: object, id = randomUUID()) {
  return { id, provider: '1 sign.example.com', rules: budgetRules(limits, { anonymous: false }) };
}

signBudgetContract('Redis', async (rules) => {
  const account = { id: randomUUID(), provider: 'test', rules };
  return {
    nodes: connections.map((redis) => new RedisSignBudget(redis, account)),
    pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  };
});

it('shows operators what is left, who waits, the pause, and how nodes judge the provider', async () => {
  const account = accountOf({ minute: 2, hour: 10 });
  const budget = new RedisSignBudget(connections[0]!, account);
  await budget.report('node-a', 'closed');
  await budget.report('node-b', 'open');
  for (const ticket of ['a', 'b', 'c']) await budget.take({ ticket, purpose: 'resume' });
  await budget.take({ ticket: 'd', purpose: 'start' });
  await budget.pause(60_000, 'rate-limited');
  const views = await new RedisSignBudgetReader(connections[1]!).read();
  const view = views.find(({ id }) => id === account.id);
  expect(view).toMatchObject({
    provider: '1 sign.example.com',
    windows: [
      { name: 'minute', limit: 2, left: 0 },
      { name: 'hour', limit: 10, left: 8 },
      { name: 'day', limit: 2_500, left: 2_498 },
    ],
    pausedFor: { reason: 'rate-limited' },
    waiting: { resume: 1, start: 1 },
  });
  expect(view?.breakers.toSorted((a, b) => a.nodeId.localeCompare(b.nodeId))).toEqual([
    { nodeId: 'node-a', state: 'closed' },
    { nodeId: 'node-b', state: 'open' },
  ]);
});

it('is not stopped by calls that a clock which was set back puts into the future', async () => {
  const account = accountOf({ minute: 5 });
  const redis = connections[0]!;
  const budget = new RedisSignBudget(redis, account);
  const ahead = Math.floor((Date.now() + 3_600_000) / 1_000);
  await redis.hset(`{sign:${account.id}}:minute`, String(ahead), '5');
  expect(await budget.take({ ticket: 'a', purpose: 'resume' })).toMatchObject({ granted: true });
});

it('tells every node of a pause at once', async () => {
  const account = accountOf({});
  const heard: [string, number, PauseReason][] = [];
  const told = (error: unknown) => expect(error).toBeUndefined();
  expect(await hearSignPauses(subscriber, (...pause) => void heard.push(pause), told)).toBe(true);
  await new RedisSignBudget(connections[0]!, account).pause(30_000, 'refused');
  await expect.poll(() => heard.find(([id]) => id === account.id)).toMatchObject([account.id, 30_000, 'refused']);
});
