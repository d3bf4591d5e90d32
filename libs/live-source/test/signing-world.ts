import { budgetRules } from '#libs/domain';
import type { OpenPurpose } from '#libs/domain';
import { LocalSignBudget, SignDesk } from '../src/index.js';

/** A desk with a provider at each address, and what was spent at it. */
export function signingWorld(urls: readonly string[]) {
  const asked: OpenPurpose[] = [];
  const calls = new Map<string, number>();
  const providers = urls.map((url, index) => ({
    provider: { url, key: `key-${index}` },
    budget: new LocalSignBudget(budgetRules({}, { anonymous: false })),
  }));
  const desk = new SignDesk({
    providers,
    observer: {
      onSpent: (provider, purpose) => {
        asked.push(purpose);
        calls.set(provider, (calls.get(provider) ?? 0) + 1);
      },
    },
  });
  return {
    desk,
    purposes: () => asked,
    spent: () => desk.breakers().map(({ provider }) => calls.get(provider) ?? 0),
    pause: async (forMs: number) => {
      for (const { budget } of providers) await budget.pause(forMs, 'rate-limited');
    },
  };
}
