import { z } from 'zod';

export const SOURCE_STATES = ['live', 'offline', 'connecting', 'retrying', 'degraded', 'blocked', 'stopped'] as const;

/** What is known of the connection to TikTok. `reason.text` is plain English that a streamer can act on. */
export const sourceStatusSchema = z.object({
  state: z.enum(SOURCE_STATES),
  /** Since when, ms. */
  since: z.int().nonnegative(),
  reason: z.object({ code: z.string().max(64), text: z.string().max(500) }).optional(),
  /** When the next try is due, ms. */
  nextTryAt: z.int().nonnegative().optional(),
});
export type SourceStatus = z.infer<typeof sourceStatusSchema>;
