import { signBudgetContract } from '../../../domain/test/sign-budget.contract.js';
import { LocalSignBudget } from './local-sign-budget.js';

signBudgetContract('local', async (rules) => {
  let now = 1_000_000;
  const budget = new LocalSignBudget(rules, () => now);
  return {
    nodes: [budget, budget],
    pass: async (ms) => {
      now += ms;
    },
  };
});
