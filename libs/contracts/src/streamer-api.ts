import { z } from 'zod';
import { sourceStatusSchema } from './source-status.js';
import { handleSchema } from './placement.js';

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
export const timeZoneSchema = z.string().refine(isTimeZone, 'a time zone name like Europe/Berlin');

export const createStreamerSchema = z.strictObject({
  handle: handleSchema,
  enabled: z.boolean().default(true),
  timeZone: timeZoneSchema.default('UTC'),
});
export type CreateStreamer = z.infer<typeof createStreamerSchema>;

export const updateStreamerSchema = z.strictObject({
  handle: handleSchema.optional(),
  enabled: z.boolean().optional(),
  timeZone: timeZoneSchema.optional(),
});
export type UpdateStreamer = z.infer<typeof updateStreamerSchema>;

export const streamerSchema = z.object({
  id: z.uuid(),
  handle: z.string(),
  enabled: z.boolean(),
  timeZone: z.string(),
  createdAt: z.iso.datetime(),
  /** Follows an always-live room for the operator: nobody's stream, without pages and without a ledger. */
  canary: z.literal(true).optional(),
  broker: z.object({
    generation: z.int().nonnegative(),
    /** Node that holds it; null while nobody does. */
    nodeId: z.string().nullable(),
    status: sourceStatusSchema,
  }),
});
export type Streamer = z.infer<typeof streamerSchema>;

/** The answer to a create or rotate: the only time that a key is given out by this API. */
export const streamerWithKeySchema = streamerSchema.extend({ widgetKey: z.uuid() });
export type StreamerWithKey = z.infer<typeof streamerWithKeySchema>;

/** RFC 9457 problem details, with a stable `code`. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problemSchema>;
