import { z } from 'zod';

/** TikTok's own id of a person; names change. */
export const viewerIdSchema = z.string().regex(/^[\w.-]{1,64}$/, 'must be the id that TikTok gives a person');

/** Everything that is stored about a viewer. */
export const viewerDataSchema = z.object({
  viewerId: viewerIdSchema,
  exportedAt: z.iso.datetime(),
  /** In PostgreSQL: what they gave and whom they follow, and their places in rankings. */
  ledger: z.array(z.record(z.string(), z.unknown())),
  checkpoints: z.array(
    z.object({
      streamerId: z.uuid(),
      profile: z.string().nullable(),
      ranks: z.record(z.string(), z.number()),
    }),
  ),
  /** By streamers who blocked them, as noted there. */
  blocked: z.array(z.object({ streamerId: z.uuid(), id: z.string(), handle: z.string(), name: z.string() })),
  /** In Redis, by streamer. */
  live: z.array(
    z.object({
      streamerId: z.uuid(),
      profile: z.string().nullable(),
      ranks: z.record(z.string(), z.number()),
      events: z.array(z.unknown()),
    }),
  ),
});
export type ViewerData = z.infer<typeof viewerDataSchema>;

export const viewerErasedSchema = z.object({
  viewerId: viewerIdSchema,
  ledger: z.int().nonnegative(),
  checkpoints: z.int().nonnegative(),
  blocked: z.int().nonnegative(),
  live: z.int().nonnegative(),
  /** Events that were not in the ledger yet: when it is more than 0, erase again in a minute. */
  waiting: z.int().nonnegative(),
  /** Event logs hold the person's last events until then, and forget them by themselves. */
  goneBy: z.iso.datetime(),
});
export type ViewerErased = z.infer<typeof viewerErasedSchema>;
