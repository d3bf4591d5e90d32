import type { BudgetRules } from '#libs/domain';

/** One key of one signing service, under names that do not tell the key. */
export interface BudgetAccount {
  /** The same on all nodes for the same key: a hash. */
  id: string;
  /** For people: place in the order of preference and host. */
  provider: string;
  rules: BudgetRules;
}

/** Every key of an account is this base and a suffix; the hash tag keeps them together in Redis Cluster. */
export function budgetBase(id: string): string {
  return `{sign:${id}}:`;
}

/** Which accounts there are, for readers that know no configuration: id to description. */
export const ACCOUNTS_KEY = '{sign}:accounts';
/** Tells nodes of a pause: `id|ms|reason`. */
export const PAUSE_CHANNEL = '{sign}:pauses';
/** A node's word counts for this long, ms. */
export const REPORT_TTL_MS = 60_000;

export type AccountDescription = { provider: string; windows: BudgetRules['windows'] };
