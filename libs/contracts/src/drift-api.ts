import { z } from 'zod';

/** What can be wrong with a message from TikTok. A closed list: it ends as a metric label. */
export const DRIFT_REASONS = [
  /** No table names the method. */
  'unknown',
  /** The bytes fit no schema. */
  'undecodable',
  /** Without what its event needs. */
  'no-id',
  'no-user',
  'no-content',
  /** Our own code stumbled over it. */
  'unexpected',
  'negative-count',
  'absurd-count',
  'bad-id',
  'far-off-time',
  /** A running number of a gift streak went down. */
  'falling-count',
  /** A gift that can be sent in a row, without the row's number. */
  'no-group',
  'unknown-value',
  /** Events of this type used to come and do not any more, while others do. */
  'vanished',
] as const;
export type DriftReason = (typeof DRIFT_REASONS)[number];

export const DRIFT_LEVELS = ['warning', 'alarm'] as const;
export type DriftLevel = (typeof DRIFT_LEVELS)[number];

const share = z.number().min(0).max(1);

export const driftFindingSchema = z.object({
  /** TikTok's name of the message, `other` for names beyond the limit, or `event:` and the type that vanished. */
  method: z.string().max(80),
  reason: z.enum(DRIFT_REASONS),
  level: z.enum(DRIFT_LEVELS),
  /** ms. */
  since: z.int().nonnegative(),
  /** Bad ones in the window, and of how many: of its own type, of all messages where the type is unknown. */
  bad: z.int().nonnegative(),
  of: z.int().nonnegative(),
  share,
  /** The share that was usual before. */
  usual: share,
});
export type DriftFinding = z.infer<typeof driftFindingSchema>;

export const driftReportSchema = z.object({
  /** ms of the newest counts that were judged; null before the first. */
  judgedAt: z.int().nonnegative().nullable(),
  windowMs: z.int().positive(),
  findings: z.array(driftFindingSchema),
});
export type DriftReport = z.infer<typeof driftReportSchema>;

export const driftSampleQuerySchema = z.strictObject({
  method: z.string().max(80).optional().meta({ description: 'Samples of this message alone' }),
  reason: z.enum(DRIFT_REASONS).optional().meta({ description: 'Samples kept for this reason alone' }),
});
export type DriftSampleQuery = z.infer<typeof driftSampleQuerySchema>;

export const acceptDriftSchema = z.strictObject({
  method: z.string().min(1).max(80),
  reason: z.enum(DRIFT_REASONS),
});
export type AcceptDrift = z.infer<typeof acceptDriftSchema>;

export const CANARY_STATES = ['ok', 'late', 'silent'] as const;
const ageMs = z.number().nullable();

export const canarySchema = z.object({
  handle: z.string(),
  state: z.enum(CANARY_STATES),
  /** Since when it is in this state, ms. */
  since: z.int().nonnegative(),
  /** Where the way ends: `gateway` no page, `source` no connection to TikTok, `events` none arrived. Absent when ok. */
  cause: z.enum(['gateway', 'source', 'events', 'delay']).optional(),
  /** ms of the newest event on the page; null before the first. */
  lastEventAt: z.int().nonnegative().nullable(),
  /** Age of events, ms: from TikTok's stamp to the worker, from there to the page, and the whole way; of the median. */
  ages: z.object({ tiktokToWorker: ageMs, workerToPage: ageMs, tiktokToPage: ageMs }),
});
export type Canary = z.infer<typeof canarySchema>;
export const canaryListSchema = z.object({ items: z.array(canarySchema) });
export type CanaryList = z.infer<typeof canaryListSchema>;
