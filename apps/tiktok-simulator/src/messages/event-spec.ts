import { z } from 'zod';

const count = z.number().int().nonnegative();
const id = z.string().regex(/^\d+$/, 'an id is a string of digits');

/** An invented person. What is left out gets a neutral value. */
export const userSpecSchema = z.strictObject({
  id,
  handle: z.string().min(1),
  name: z.string().min(1),
  avatar: z.string().optional(),
  moderator: z.boolean().optional(),
  subscriber: z.boolean().optional(),
  follower: z.boolean().optional(),
  topGifter: z.number().int().positive().optional(),
  level: count.optional(),
  fanLevel: count.optional(),
});
export type UserSpec = z.infer<typeof userSpecSchema>;

/** `type` 1 is a combo gift (streaks), 2 and 4 are complete at once. */
export const giftSpecSchema = z.strictObject({
  id: z.number().int().positive(),
  name: z.string(),
  diamondCount: count,
  type: z.number().int().optional(),
  combo: z.boolean().optional(),
  image: z.string().optional(),
});
export type GiftSpec = z.infer<typeof giftSpecSchema>;

const common = {
  /** Left out: a fresh, rising id. */
  msgId: id.optional(),
  /** Milliseconds; left out: now. */
  createTime: count.optional(),
  /** Another room's id, as in co-hosted rooms. */
  roomId: id.optional(),
};
const byUser = { ...common, user: userSpecSchema.optional() };
const hostSchema = z.strictObject({ user: userSpecSchema, score: count });
const armySchema = z.strictObject({
  host: userSpecSchema,
  score: count,
  supporters: z.array(z.strictObject({ user: userSpecSchema, score: count })).optional(),
});

const chat = z.strictObject({
  type: z.literal('chat'),
  text: z.string(),
  language: z.string().optional(),
  emotes: z.array(z.strictObject({ index: count, id: z.string(), image: z.string().optional() })).optional(),
  ...byUser,
});
const gift = z.strictObject({
  type: z.literal('gift'),
  /** A gift, or the id or English name of one in the built-in catalogue. */
  gift: z.union([giftSpecSchema, z.number().int(), z.string()]),
  /** Cumulative within a streak. */
  repeatCount: count.optional(),
  repeatEnd: z.boolean().optional(),
  groupId: id.optional(),
  toUser: userSpecSchema.optional(),
  ...byUser,
});
const like = z.strictObject({ type: z.literal('like'), count: count.optional(), total: count.optional(), ...byUser });
const join = z.strictObject({ type: z.literal('join'), memberCount: count.optional(), ...byUser });
const follow = z.strictObject({ type: z.literal('follow'), followCount: count.optional(), ...byUser });
const share = z.strictObject({ type: z.literal('share'), shareCount: count.optional(), ...byUser });
const social = z.strictObject({ type: z.literal('social'), key: z.string(), action: count, ...byUser });
const viewers = z.strictObject({
  type: z.literal('viewers'),
  current: count,
  cumulative: count.optional(),
  ranks: z.array(z.strictObject({ user: userSpecSchema, coins: count })).optional(),
  ...common,
});
const subscribe = z.strictObject({
  type: z.literal('subscribe'),
  months: count.optional(),
  /** TikTok announces a subscription in one of two messages. */
  via: z.enum(['sub-notify', 'barrage']).optional(),
  ...byUser,
});
const barrage = z.strictObject({
  type: z.literal('barrage'),
  msgType: count,
  text: z.string().optional(),
  key: z.string().optional(),
  ...byUser,
});
const battle = z.strictObject({
  type: z.literal('battle'),
  battleId: id,
  action: z.enum(['open', 'finish']),
  hosts: z.array(hostSchema).min(2),
  durationSeconds: count.optional(),
  startedAt: count.optional(),
  ...common,
});
const armies = z.strictObject({ type: z.literal('armies'), battleId: id, armies: z.array(armySchema), ...common });
const emote = z.strictObject({ type: z.literal('emote'), id: z.string(), image: z.string().optional(), ...byUser });
const envelope = z.strictObject({
  type: z.literal('envelope'),
  diamonds: count.optional(),
  people: count.optional(),
  envelopeId: id.optional(),
  /** `hide` closes an envelope that was shown before. */
  display: z.enum(['new', 'hide']).optional(),
  ...byUser,
});
const question = z.strictObject({ type: z.literal('question'), text: z.string(), ...byUser });
const caption = z.strictObject({
  type: z.literal('caption'),
  text: z.string(),
  language: z.string().optional(),
  ...common,
});
const control = z.strictObject({
  type: z.literal('control'),
  /** 1 paused, 2 resumed, 3 ended, 4 suspended. */
  action: z.literal([1, 2, 3, 4]),
  ...common,
});
const raw = z.strictObject({
  type: z.literal('raw'),
  method: z.string().min(1),
  /** Base64. */
  payload: z.base64(),
  msgId: id.optional(),
});

/** Everything a room can say, by name. */
export const eventSpecSchema = z.discriminatedUnion('type', [
  chat,
  gift,
  like,
  join,
  follow,
  share,
  social,
  viewers,
  subscribe,
  barrage,
  battle,
  armies,
  emote,
  envelope,
  question,
  caption,
  control,
  raw,
]);

export type EventSpec = z.infer<typeof eventSpecSchema>;
export type EventType = EventSpec['type'];
export type EventOf<T extends EventType> = Extract<EventSpec, { type: T }>;

export const EVENT_TYPES: EventType[] = eventSpecSchema.options.map((option) => option.shape.type.value);
