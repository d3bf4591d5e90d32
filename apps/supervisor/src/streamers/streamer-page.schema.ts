import { z } from 'zod';
import { streamerSchema } from '#libs/contracts';

export const pageQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50).meta({ description: 'Items of one page at most' }),
  cursor: z.string().max(200).optional().meta({ description: '`nextCursor` of the page before' }),
});
export type PageQuery = z.infer<typeof pageQuerySchema>;

export const streamerPageSchema = z.object({
  items: z.array(streamerSchema),
  /** Where the next page starts; null on the last one. */
  nextCursor: z.string().nullable(),
});
export type StreamerPage = z.infer<typeof streamerPageSchema>;
