import { z } from 'zod';
import { widgetInstanceSchema } from './widget-settings.js';

/** What a gateway knows of a streamer: written to Redis by the supervisor, read by gateways. */
export const streamerReadModelSchema = z.object({
  streamerId: z.uuid(),
  /** False: pages close with 4402 and say nothing on stream. */
  active: z.boolean(),
  /** Rises with each change of keys, settings or entitlement. */
  rev: z.int().nonnegative(),
  /** SHA-256 of the widget key in force, hex. */
  keyHash: z.string().length(64),
  /** Saved instances; a type without one has a default instance whose id is its type. */
  widgets: z.array(widgetInstanceSchema),
});
export type StreamerReadModel = z.infer<typeof streamerReadModelSchema>;

/** Request/response patterns over Nest's Redis transport. All are read-only or idempotent. */
export const MESSAGE_PATTERNS = {
  /** `{ keyHash }` -> `{ found: StreamerReadModel | null }`; also writes the read model to Redis. */
  lookupByKey: 'settings.lookup-by-key',
} as const;

export const lookupByKeyRequestSchema = z.object({ keyHash: z.string().length(64) });
export const lookupByKeyReplySchema = z.object({ found: streamerReadModelSchema.nullable() });
export type LookupByKeyReply = z.infer<typeof lookupByKeyReplySchema>;
