import { z } from 'zod';

const count = z.int().nonnegative();

/** Body of `GET /health/brokers`: counts alone, no names. */
export const brokersHealthSchema = z.object({
  status: z.enum(['ok', 'degraded']),
  brokers: z.object({
    desired: count,
    running: count,
    live: count,
    offline: count,
    retrying: count,
    unassigned: count,
    oldestUnassignedSeconds: z.number().nonnegative(),
  }),
  nodes: z.object({ alive: count, draining: count }),
});
export type BrokersHealth = z.infer<typeof brokersHealthSchema>;

export const readinessSchema = z.object({
  status: z.enum(['ok', 'unavailable']),
  dependencies: z.record(z.string(), z.object({ status: z.enum(['up', 'down']), detail: z.string().optional() })),
});
export type Readiness = z.infer<typeof readinessSchema>;
