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

/** Why TikTok could not be asked: no turn in time, this address is refused, or no answer. */
export const UNASKED_REASONS = ['busy', 'blocked', 'failed'] as const;
/** What one look at a handle showed. */
export const roomReportSchema = z.object({
  state: z.enum(HANDLE_STATES),
  /** With `unknown`. */
  why: z.enum(UNASKED_REASONS).optional(),
  name: z.string().max(128).optional(),
  avatar: z.string().max(2048).optional(),
  viewers: z.int().nonnegative().optional(),
});
export type RoomReport = z.infer<typeof roomReportSchema>;

/**
 * What became of a wish to look now. `looking`: the status follows within seconds. `connected`: there is nothing to look
 * for. `starting`: no worker has this streamer yet; the first thing it does is to look. `off`: switched off.
 */
export const LOOK_STATES = ['looking', 'connected', 'starting', 'off'] as const;
export const lookReplySchema = z.object({
  state: z.enum(LOOK_STATES),
  /** In words for the streamer. */
  text: z.string(),
});
export type LookReply = z.infer<typeof lookReplySchema>;
