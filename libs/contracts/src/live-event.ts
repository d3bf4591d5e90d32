import { z } from 'zod';

/** Milliseconds since the Unix epoch. */
const millis = z.int().nonnegative();
const count = z.int().nonnegative();

/** A viewer as TikTok showed them at the time. `avatar` is a signed address that TikTok expires after about two days. */
export const liveUserSchema = z.object({
  id: z.string().min(1).max(64),
  handle: z.string().max(64),
  name: z.string().max(128),
  avatar: z.string().max(2048).optional(),
  moderator: z.boolean(),
  subscriber: z.boolean(),
  follower: z.boolean(),
  level: z.int().nonnegative().optional(),
});
export type LiveUser = z.infer<typeof liveUserSchema>;

export const giftSchema = z.object({
  id: z.string().min(1).max(64),
  name: z.string().max(128),
  image: z.string().max(2048).optional(),
  /** Price of one, in TikTok coins. */
  coins: count,
});
export type Gift = z.infer<typeof giftSchema>;

export const emoteSchema = z.object({
  id: z.string().max(128),
  image: z.string().max(2048).optional(),
  /** Where in `text` it stands, in UTF-16 code units. */
  index: z.int().nonnegative().optional(),
});

const common = {
  /** Stable and unique per streamer, in every epoch of the log. */
  id: z.string().min(1).max(160),
  /** TikTok's time, ms; the time of receipt where TikTok gave none. */
  at: millis,
  receivedAt: millis,
  /** Present on events that the streamer made to try the overlay. */
  test: z.literal(true).optional(),
};
const withUser = { ...common, user: liveUserSchema };
const maybeUser = { ...common, user: liveUserSchema.optional() };

export const chatEventSchema = z.object({
  type: z.literal('chat'),
  ...withUser,
  text: z.string().max(2000),
  language: z.string().max(16).optional(),
  emotes: z.array(emoteSchema).max(50),
});

export const giftEventSchema = z.object({
  type: z.literal('gift'),
  ...withUser,
  gift: giftSchema,
  /** New gifts in this event. 0 when the event only closes a streak. */
  count,
  /** Gifts in the streak so far; equals `count` without a streak. */
  total: count,
  /** `count` x `gift.coins`. */
  coins: count,
  streak: z.object({ id: z.string().min(1).max(160), state: z.enum(['open', 'closed']) }).optional(),
});

export const likeEventSchema = z.object({
  type: z.literal('like'),
  ...withUser,
  /** Likes in this event. */
  count,
  /** Likes of the room so far, as TikTok counts them. */
  total: count,
});

export const followEventSchema = z.object({ type: z.literal('follow'), ...withUser });
export const shareEventSchema = z.object({ type: z.literal('share'), ...withUser });
export const joinEventSchema = z.object({ type: z.literal('join'), ...withUser });
export const subscribeEventSchema = z.object({
  type: z.literal('subscribe'),
  ...withUser,
  months: z.int().positive().optional(),
});

export const viewersEventSchema = z.object({
  type: z.literal('viewers'),
  ...common,
  /** Watching now. */
  current: count,
  /** Who came by since the start of the stream. */
  cumulative: count,
  top: z.array(z.object({ user: liveUserSchema, coins: count })).max(20),
});

export const questionEventSchema = z.object({ type: z.literal('question'), ...withUser, text: z.string().max(2000) });
export const emoteEventSchema = z.object({
  type: z.literal('emote'),
  ...withUser,
  emotes: z.array(emoteSchema).max(50),
});
export const envelopeEventSchema = z.object({
  type: z.literal('envelope'),
  ...maybeUser,
  envelopeId: z.string().max(64),
  /** Coins in the treasure box. */
  coins: count,
  /** How many viewers may share it. */
  people: count,
  state: z.enum(['shown', 'hidden']),
});
export const battleEventSchema = z.object({
  type: z.literal('battle'),
  ...common,
  battleId: z.string().max(64),
  state: z.enum(['started', 'scores', 'ended', 'other']),
  /** One entry per host; empty where the message names none. */
  hosts: z.array(z.object({ userId: z.string().max(64), name: z.string().max(128).optional(), score: count })).max(32),
});
export const captionEventSchema = z.object({
  type: z.literal('caption'),
  ...common,
  text: z.string().max(2000),
  language: z.string().max(16).optional(),
});
export const streamStartedEventSchema = z.object({
  type: z.literal('stream.started'),
  ...common,
  roomId: z.string().max(64),
});
export const streamEndedEventSchema = z.object({
  type: z.literal('stream.ended'),
  ...common,
  roomId: z.string().max(64),
});
/** From `from` on, events may have been missed: nothing was heard since. */
export const sourceLostEventSchema = z.object({ type: z.literal('source.lost'), ...common, from: millis });
/** Events between `from` and `to` may have been missed. Comes before the first event received after the gap. */
export const sourceRestoredEventSchema = z.object({
  type: z.literal('source.restored'),
  ...common,
  from: millis,
  to: millis,
});

export const liveEventSchema = z.discriminatedUnion('type', [
  chatEventSchema,
  giftEventSchema,
  likeEventSchema,
  followEventSchema,
  shareEventSchema,
  joinEventSchema,
  subscribeEventSchema,
  viewersEventSchema,
  questionEventSchema,
  emoteEventSchema,
  envelopeEventSchema,
  battleEventSchema,
  captionEventSchema,
  streamStartedEventSchema,
  streamEndedEventSchema,
  sourceLostEventSchema,
  sourceRestoredEventSchema,
]);
export type LiveEvent = z.infer<typeof liveEventSchema>;
export type LiveEventOf<T extends LiveEvent['type']> = Extract<LiveEvent, { type: T }>;
