import { z } from 'zod';
import { oneLine } from './texts.js';

export const MAX_BLOCKED_WORDS = 500;
export const MAX_BLOCKED_VIEWERS = 1000;

/** Whom a streamer does not want to see on stream: TikTok's id where it is known, always the handle. */
export const blockedViewerSchema = z.strictObject({
  id: z.string().overwrite(oneLine).max(64).optional(),
  handle: z
    .string()
    .transform((text) => oneLine(text).replace(/^@/, '').trim().toLowerCase())
    .pipe(z.string().min(1).max(64)),
  name: z.string().overwrite(oneLine).max(120).default(''),
});
export type BlockedViewer = z.infer<typeof blockedViewerSchema>;

const word = z.string().max(200).transform(oneLine).pipe(z.string().min(1).max(60));

/**
 * Messages with one of the words, and everything of one of the viewers, appear on no widget. What they give counts all
 * the same. Words are compared without regard to case and accents, whole words alone unless a `*` is at an end.
 */
export const moderationSchema = z.strictObject({
  words: z.array(word).max(MAX_BLOCKED_WORDS),
  viewers: z.array(blockedViewerSchema).max(MAX_BLOCKED_VIEWERS),
});
export type Moderation = z.infer<typeof moderationSchema>;

/** What pages are told of it. */
export const pageModerationSchema = z.object({
  words: z.array(z.string()),
  viewers: z.array(z.object({ id: z.string().optional(), handle: z.string() })),
});
export type PageModeration = z.infer<typeof pageModerationSchema>;
