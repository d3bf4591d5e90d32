import type { SignBudgetView as View } from '#libs/contracts';
import type { SignBudgetView } from '#libs/domain';

/** What the admin console shows of one signing service.. */
export function toSignBudget({ provider, windows, pausedFor }: SignBudgetView, now: number): View['items'][number] {
  const windowOf = (name: 'minute' | 'hour' | 'day') => {
    const known = windows.find((window) => window.name === name);
    return known ? { spent: known.limit - known.left, limit: known.limit } : { spent: 0, limit: null };
  };
  const pausedUntil = pausedFor ? new Date(now + pausedFor.ms).toISOString() : null;
  return { provider, minute: windowOf('minute'), hour: windowOf('hour'), day: windowOf('day'), pausedUntil };
}
