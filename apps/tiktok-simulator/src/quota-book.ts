import { z } from 'zod';

const limit = z.number().int().positive().optional();
export const quotaSchema = z.strictObject({ minute: limit, hour: limit, day: limit, key: z.string().optional() });
export type Quota = Omit<z.infer<typeof quotaSchema>, 'key'>;

const LENGTHS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
type Window = keyof typeof LENGTHS;

/** Calls that each sign key may make in any minute, hour and day. A key without a quota is not limited. */
export class QuotaBook {
  private readonly quotas = new Map<string | undefined, Quota>();
  private readonly spent = new Map<string | undefined, number[]>();

  constructor(private readonly now: () => number) {}

  /** `key` undefined: calls without a key. An empty quota lifts the limits. */
  set(key: string | undefined, quota: Quota): void {
    this.quotas.set(key, quota);
    this.spent.delete(key);
  }

  /** Counts a call, unless the quota is used up: then it says which one, and until when. */
  spend(key: string | undefined): { label: Window; retryAfterSeconds: number; resetAt: number } | undefined {
    const quota = this.quotas.get(key);
    if (!quota) return undefined;
    const now = this.now();
    const calls = (this.spent.get(key) ?? []).filter((at) => at > now - LENGTHS.day);
    this.spent.set(key, calls);
    for (const label of ['day', 'hour', 'minute'] as const) {
      const most = quota[label];
      const inside = calls.filter((at) => at > now - LENGTHS[label]);
      if (most === undefined || inside.length < most) continue;
      const resetAt = inside[inside.length - most]! + LENGTHS[label];
      return { label, retryAfterSeconds: Math.ceil((resetAt - now) / 1000), resetAt };
    }
    calls.push(now);
    return undefined;
  }
}
