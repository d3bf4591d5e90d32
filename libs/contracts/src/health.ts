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

/** Body of `GET /health/live`. */
export const livenessSchema = z.object({
  status: z.literal('ok'),
  role: z.string(),
  version: z.string(),
  /** Where the source of what runs is; names the commit as far as it is known. */
  source: z.string().optional(),
});

/** Body of `GET /health/started`: whether everything that the process needs was reached at least once. */
export const startupSchema = z.object({ status: z.enum(['ok', 'starting']) });

export const readinessSchema = z.object({
  status: z.enum(['ok', 'unavailable']),
  dependencies: z.record(z.string(), z.object({ status: z.enum(['up', 'down']), detail: z.string().optional() })),
});
export type Readiness = z.infer<typeof readinessSchema>;
