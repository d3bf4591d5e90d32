import { z } from 'zod';
import { WIDGET_TYPES } from './catalogue.js';
import { liveEventSchema } from './live-event.js';
import { alertStateSchema } from './widget-control-api.js';
import { countsSchema, totalsSchema, viewersSchema } from './snapshot.js';
import { sourceStatusSchema } from './source-status.js';

const time = z.iso.datetime();
const count = z.int().nonnegative();

/** A time in which events may have been missed. `to` is null while it lasts. */
export const blindGapSchema = z.object({ from: time, to: time.nullable() });
export type BlindGap = z.infer<typeof blindGapSchema>;

/** Pages of one saved widget that are open now, previews left out. */
export const openPagesSchema = z.object({
  widget: z.object({ id: z.string(), type: z.enum(WIDGET_TYPES) }),
  /** All of them. */
  pages: count,
  /** Those that OBS itself opened. */
  obs: count,
  /** When the first of them was opened. */
  since: time,
});
export type OpenPages = z.infer<typeof openPagesSchema>;
export const openPagesListSchema = z.object({ items: z.array(openPagesSchema) });
export type OpenPagesList = z.infer<typeof openPagesListSchema>;

/** The first thing a streamer wants to know. */
export const overviewSchema = z.object({
  source: sourceStatusSchema,
  /** The stream in progress, or null. `id` names its samples, as that of a past stream does. */
  stream: z.object({ id: z.string(), startedAt: time.nullable() }).nullable(),
  /** Of the stream in progress, else of the last 24 hours; oldest first. */
  gaps: z.array(blindGapSchema),
  totals: totalsSchema,
  viewers: viewersSchema.nullable(),
  /** When an event came last. */
  lastEventAt: time.nullable(),
  pages: z.array(openPagesSchema),
});
export type Overview = z.infer<typeof overviewSchema>;

/** A moment of a stream. Totals are those of the stream so far; viewers those of the moment, null where unknown. */
export const streamSampleSchema = z.object({ at: time, viewers: count.nullable(), likes: count, coins: count });
export type StreamSample = z.infer<typeof streamSampleSchema>;
export const streamChartSchema = z.object({
  /** ms between two samples. */
  stepMs: z.int().positive(),
  samples: z.array(streamSampleSchema),
  gaps: z.array(blindGapSchema),
});
export type StreamChart = z.infer<typeof streamChartSchema>;

/** A stream that ended. */
export const pastStreamSchema = z.object({
  id: z.string(),
  startedAt: time.nullable(),
  endedAt: time,
  totals: countsSchema,
  peakViewers: count.nullable(),
  /** Time in which events may have been missed, ms. */
  blindMs: count,
});
export type PastStream = z.infer<typeof pastStreamSchema>;
/** Newest first. */
export const pastStreamPageSchema = z.object({ items: z.array(pastStreamSchema), nextCursor: z.string().nullable() });
export type PastStreamPage = z.infer<typeof pastStreamPageSchema>;
export const pastStreamDetailSchema = pastStreamSchema.extend({
  chart: streamChartSchema,
  /** The twenty who gave most. */
  topGifters: z.array(
    z.object({
      user: z.object({ id: z.string(), name: z.string(), handle: z.string(), avatar: z.string().optional() }),
      coins: count,
    }),
  ),
});
export type PastStreamDetail = z.infer<typeof pastStreamDetailSchema>;

export const EXPORT_FORMATS = ['csv', 'json'] as const;
export const exportQuerySchema = z.strictObject({ format: z.enum(EXPORT_FORMATS).default('csv') });
export type ExportQuery = z.infer<typeof exportQuerySchema>;

export const ACTIVITY_TYPES = ['gift', 'follow', 'subscribe', 'share', 'like', 'chat'] as const;
export const activityQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50).meta({ description: 'Items of one page at most' }),
  cursor: z.string().max(200).optional().meta({ description: '`nextCursor` of the page before' }),
  types: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(ACTIVITY_TYPES)).min(1))
    .optional()
    .meta({ description: 'Kinds of events, with commas between them; all but chat and likes when left out' }),
});
export type ActivityQuery = z.infer<typeof activityQuerySchema>;
/** `state`: what became of the alert in the queue of all alerts; null for what is no alert, or too old to be known. */
export const activityItemSchema = z.object({ event: liveEventSchema, state: alertStateSchema.nullable() });
export type ActivityItem = z.infer<typeof activityItemSchema>;
/** Newest first: the last half hour whole, before it what the ledger keeps (gifts, follows, subscriptions). */
export const activityPageSchema = z.object({ items: z.array(activityItemSchema), nextCursor: z.string().nullable() });
export type ActivityPage = z.infer<typeof activityPageSchema>;
