import { z } from 'zod';

/** A TikTok handle without the leading @. */
export const handleSchema = z
  .string()
  .trim()
  .transform((handle) => handle.replace(/^@/, '').toLowerCase())
  .pipe(
    z
      .string()
      .regex(/^(?=.*[a-z0-9_])[a-z0-9_.]{2,24}$/, 'a TikTok handle: 2 to 24 letters, digits, dots or underscores'),
  );

export const streamerIdSchema = z.uuid();
export const widgetKeySchema = z.uuid();

/** Body of a job in the queue `broker-assignments`: who is to be served, and under which generation. */
export const brokerAssignmentSchema = z.object({
  streamerId: streamerIdSchema,
  handle: handleSchema,
  /** The fencing token of this ownership. */
  generation: z.int().positive(),
  /** IANA time zone that decides what "today" is. */
  timeZone: z.string().max(64),
  /** The streamer was live when this was given out. */
  live: z.boolean().optional(),
  /** The present owner goes on until the new one is ready. */
  move: z.boolean().optional(),
});
export type BrokerAssignment = z.infer<typeof brokerAssignmentSchema>;

/** Delays are beyond what a timer was due, ms, over the last ten seconds or so. A stall blocks the loop over a second. */
export const eventLoopSchema = z.object({
  p50Ms: z.number().nonnegative(),
  p99Ms: z.number().nonnegative(),
  maxMs: z.number().nonnegative(),
  /** Since the start of the process. */
  stalls: z.int().nonnegative(),
  longestStallMs: z.number().nonnegative(),
  /** End of the last stall, ms; absent while there was none. */
  lastStallAt: z.int().nonnegative().optional(),
});
export type EventLoopReport = z.infer<typeof eventLoopSchema>;

/** What a worker node says of itself. */
export const nodeReportSchema = z.object({
  nodeId: z.string().min(1).max(64),
  capacity: z.int().nonnegative(),
  actors: z.int().nonnegative(),
  draining: z.boolean(),
  version: z.string().max(64),
  /** ms. */
  startedAt: z.int().nonnegative(),
  /** Its brokers by phase. Nodes of an older version do not say. */
  phases: z.record(z.string().max(32), z.int().nonnegative()).optional(),
  /** How its event loop fares. Nodes of an older version do not say. */
  eventLoop: eventLoopSchema.optional(),
});
export type NodeReport = z.infer<typeof nodeReportSchema>;

export const BROKER_STATES = [
  'acquiring',
  'connecting',
  'live',
  'reconnecting',
  'waiting-offline',
  'blocked',
  'draining',
] as const;
export type BrokerState = (typeof BROKER_STATES)[number];
