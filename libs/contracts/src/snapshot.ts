import { z } from 'zod';
import { liveEventSchema, liveUserSchema } from './live-event.js';

const count = z.int().nonnegative();

/** Where a reader stands in a log. `epoch` names one life of the log; `offset` is 0 while it is empty. */
export const positionSchema = z.object({ epoch: z.string().min(1).max(64), offset: count });
export type Position = z.infer<typeof positionSchema>;

export const countsSchema = z.object({
  coins: count,
  gifts: count,
  likes: count,
  follows: count,
  shares: count,
  subscribes: count,
});
export type Counts = z.infer<typeof countsSchema>;

/** `session` is this stream, `today` the streamer's own calendar day. */
export const totalsSchema = z.object({ session: countsSchema, today: countsSchema, allTime: countsSchema });
export type Totals = z.infer<typeof totalsSchema>;

export const leaderboardEntrySchema = z.object({ user: liveUserSchema, score: count });
export const leaderboardSchema = z.object({
  session: z.object({ coins: z.array(leaderboardEntrySchema), likes: z.array(leaderboardEntrySchema) }),
  allTime: z.object({ coins: z.array(leaderboardEntrySchema), likes: z.array(leaderboardEntrySchema) }),
});
export type Leaderboard = z.infer<typeof leaderboardSchema>;

export const latestSchema = z.object({
  gift: liveEventSchema.optional(),
  follow: liveEventSchema.optional(),
  subscribe: liveEventSchema.optional(),
  share: liveEventSchema.optional(),
});
export type Latest = z.infer<typeof latestSchema>;

export const viewersSchema = z.object({ current: count, cumulative: count, peak: count });
export type Viewers = z.infer<typeof viewersSchema>;

export const GOAL_METRICS = ['coins', 'gifts', 'likes', 'follows', 'shares', 'subscribes', 'viewers'] as const;
export const GOAL_PERIODS = ['all-time', 'session', 'today'] as const;

/** Reached when `current` is at `target` or beyond it. */
export const goalSchema = z.object({
  id: z.string().max(64),
  metric: z.enum(GOAL_METRICS),
  current: count,
  target: z.int().positive(),
  title: z.string().max(120).optional(),
  period: z.enum(GOAL_PERIODS).optional(),
});
export type Goal = z.infer<typeof goalSchema>;

export const timerSchema = z.object({ endsAt: z.int().nonnegative().optional(), running: z.boolean() });

export const loggedEventSchema = z.object({
  offset: z.int().positive(),
  event: liveEventSchema,
  /** On a resumed item: a page of this widget rendered it already. */
  started: z.literal(true).optional(),
});
export type LoggedEvent = z.infer<typeof loggedEventSchema>;

/** What a page needs to draw itself without history; true at `offset`. */
export const snapshotSchema = z.object({
  offset: count,
  totals: totalsSchema,
  goals: z.array(goalSchema),
  leaderboard: leaderboardSchema,
  latest: latestSchema,
  /** The newest events of the widget's own types, oldest first. */
  recent: z.array(loggedEventSchema),
  viewers: viewersSchema.optional(),
  timer: timerSchema.optional(),
});
export type Snapshot = z.infer<typeof snapshotSchema>;
