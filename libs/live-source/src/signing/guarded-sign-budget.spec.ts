import { beforeEach, describe, expect, it } from 'vitest';
import { budgetRules, localRules } from '#libs/domain';
import type { SignBudget } from '#libs/domain';
import { signBudgetContract } from '../../../domain/test/sign-budget.contract.js';
import { GuardedSignBudget } from './guarded-sign-budget.js';
import { LocalSignBudget } from './local-sign-budget.js';

const rules = budgetRules({ second: 1_000, minute: 100 }, { anonymous: false });
let now = 1_000_000;
let reachable: boolean | 'hangs';
let account: LocalSignBudget;
let states: string[];

/** The account, which can be out of reach. */
function shared(): SignBudget {
  const through =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> => {
      if (reachable === 'hangs') return new Promise<R>(() => undefined);
      return reachable ? call(...args) : Promise.reject(new Error('away'));
    };
  return {
    take: through((wanted) => account.take(wanted)),
    giveBack: through((at) => account.giveBack(at)),
    leave: through((ticket) => account.leave(ticket)),
    record: through((calls) => account.record(calls)),
    pause: through((forMs, reason) => account.pause(forMs, reason)),
  };
}

function guard(): GuardedSignBudget {
  const clock = () => now;
  const own = new LocalSignBudget(localRules(rules), clock);
  return new GuardedSignBudget(shared(), own, { clock, patienceMs: 30, onAccount: (state) => states.push(state) });
}

async function grants(budget: SignBudget, tries: number): Promise<number> {
  let granted = 0;
  for (let index = 0; index < tries; index += 1) {
    now += 10;
    if ((await budget.take({ ticket: `t${index}`, purpose: 'resume' })).granted) granted += 1;
  }
  return granted;
}

beforeEach(() => {
  now = 1_000_000;
  reachable = true;
  states = [];
  account = new LocalSignBudget(rules, () => now);
});

signBudgetContract('guarded', async (given) => {
  let time = 1_000_000;
  const clock = () => time;
  const common = new LocalSignBudget(given, clock);
  const node = () => new GuardedSignBudget(common, new LocalSignBudget(localRules(given), clock), { clock });
  return {
    nodes: [node(), node()],
    pass: async (ms) => {
      time += ms;
    },
  };
});

describe('a budget whose account can be lost', () => {
  it('spends a tenth of the limits while the account is away, and tells it afterwards', async () => {
    const budget = guard();
    reachable = false;
    expect(await grants(budget, 60)).toBe(10);
    reachable = true;
    now += 1_000;
    expect(await grants(budget, 100)).toBe(90);
    expect(states).toEqual(['away', 'back']);
  });

  it('does not wait for an account that hangs, and does not ask it with every call', async () => {
    const budget = guard();
    reachable = 'hangs';
    const start = performance.now();
    await grants(budget, 50);
    expect(performance.now() - start).toBeLessThan(1_000);
    expect(states).toEqual(['away']);
  });

  it('keeps a pause through the loss of the account, heard or own, and tells the account before anything else', async () => {
    const budget = guard();
    await budget.heardPause(60_000, 'rate-limited');
    reachable = false;
    expect(await grants(budget, 5)).toBe(0);
    await budget.pause(90_000, 'rate-limited');
    reachable = true;
    now += 1_500;
    expect(await budget.take({ ticket: 'a', purpose: 'resume' })).toMatchObject({ reason: 'rate-limited' });
  });

  it('gives a call back to the account that granted it', async () => {
    const budget = guard();
    reachable = false;
    const answer = await budget.take({ ticket: 'a', purpose: 'resume' });
    await budget.giveBack(answer.granted ? answer.at : 0);
    reachable = true;
    now += 1_500;
    expect(await grants(budget, 150)).toBe(100);
  });
});
