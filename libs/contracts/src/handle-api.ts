import { z } from 'zod';
import { handleSchema } from './placement.js';

export const handleCheckSchema = z.strictObject({ handle: handleSchema });
export type HandleCheck = z.infer<typeof handleCheckSchema>;

/** `unknown`: TikTok could not be asked just now; `text` says why, and the handle may be taken all the same. */
export const HANDLE_STATES = ['live', 'offline', 'missing', 'unknown'] as const;
export const handleReportSchema = z.object({
  handle: z.string(),
  state: z.enum(HANDLE_STATES),
  /** Another account follows it. */
  taken: z.boolean(),
  /** In words for the streamer, with the next step where there is one. */
  text: z.string(),
  name: z.string().optional(),
  avatar: z.string().optional(),
  /** Now in the room. */
  viewers: z.int().nonnegative().optional(),
});
export type HandleReport = z.infer<typeof handleReportSchema>;
