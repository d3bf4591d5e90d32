import { z } from 'zod';
import { nodeReportSchema, streamerIdSchema } from './placement.js';
import { sourceStatusSchema } from './source-status.js';
import { oneLine } from './texts.js';

const count = z.int().nonnegative();
const time = z.iso.datetime();
const nodeId = nodeReportSchema.shape.nodeId;
const askedNode = z.string().overwrite(oneLine).min(1).max(64);

const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50).meta({ description: 'Items of one page at most' }),
  cursor: z.string().max(200).optional().meta({ description: '`nextCursor` of the page before' }),
};

/** A worker node, as it said last. */
export const nodeViewSchema = z.object({
  id: nodeId,
  version: z.string(),
  /** Whether it hands its brokers over and takes no other ones. */
  draining: z.boolean(),
  startedAt: time,
  capacity: count,
  /** Brokers that it runs. */
  actors: count,
  /** Share of the capacity in use, 0 to 1. */
  load: z.number().nonnegative(),
  /** Its brokers by phase; null when a node of an older version does not say. */
  phases: z.record(z.string(), count).nullable(),
  eventLoop: nodeReportSchema.shape.eventLoop.unwrap().nullable(),
});
export type NodeView = z.infer<typeof nodeViewSchema>;

/** `seenAt`: when the supervisor looked. A time that stays behind means that it cannot see at the moment. */
export const nodeListSchema = z.object({ items: z.array(nodeViewSchema), seenAt: time });
export type NodeList = z.infer<typeof nodeListSchema>;

/** The state of a broker, for the operator. */
export const BROKER_VIEW_STATES = [
  /** Switched off, and nobody runs it. */
  'off',
  /** Switched off; its node has not let go yet. */
  'stopping',
  /** To be run, and no node has it. */
  'pending',
  'connecting',
  'live',
  'reconnecting',
  'degraded',
  /** The streamer is not live on TikTok. */
  'waiting-offline',
  /** A person has to act. */
  'blocked',
] as const;
export type BrokerViewState = (typeof BROKER_VIEW_STATES)[number];

/** One sentence for people, and a code for scripts. */
const wordsSchema = z.object({ code: z.string(), text: z.string() });

export const brokerViewSchema = z.object({
  streamerId: streamerIdSchema,
  /** Null once the streamer is deleted. */
  handle: z.string().nullable(),
  state: z.enum(BROKER_VIEW_STATES),
  /** Why it is not live, or that it is, and what to do next. */
  why: wordsSchema,
  /** For the operator: the cause and where to look; null where nothing is wrong. */
  advice: z.string().nullable(),
  /** What the broker itself said of its connection; null when nothing is known. */
  status: sourceStatusSchema.nullable(),
  /** Since when it has been in this state; null when that is not known. */
  since: time.nullable(),
  nodeId: nodeId.nullable(),
  generation: count,
  /** Why the generation was given out, as a code; null before the first. */
  cause: z.string().nullable(),
  /** When the log took an event last; null before the first, and while Redis is out of reach. */
  lastEventAt: time.nullable(),
  /** How often the connection came back in this stream, or the last one; null like `lastEventAt`. */
  reconnects: count.nullable(),
  nextTryAt: time.nullable(),
});
export type BrokerView = z.infer<typeof brokerViewSchema>;

export const brokerQuerySchema = z.strictObject({
  ...pageQuery,
  state: z.enum(BROKER_VIEW_STATES).optional().meta({ description: 'Only brokers in this state' }),
  node: askedNode.optional().meta({ description: 'Only brokers on this node' }),
});
export type BrokerQuery = z.infer<typeof brokerQuerySchema>;

export const brokerPageSchema = z.object({
  items: z.array(brokerViewSchema),
  nextCursor: z.string().nullable(),
  seenAt: time,
});
export type BrokerPage = z.infer<typeof brokerPageSchema>;

/**
 * `generation`: the one to be ended. A repeat of the request then restarts nothing a second time. Without it, the
 * present one is meant.
 */
export const restartBrokerSchema = z.strictObject({ generation: z.int().positive().optional() });
export type RestartBroker = z.infer<typeof restartBrokerSchema>;

export const restartAcceptedSchema = z.object({
  streamerId: streamerIdSchema,
  /** The generation that is given out now, or was by an earlier request. */
  generation: z.int().positive(),
  /** False: this generation had been ended before, so nothing was done. */
  restarted: z.boolean(),
});
export type RestartAccepted = z.infer<typeof restartAcceptedSchema>;

export const moveViewSchema = z.object({
  streamerId: streamerIdSchema,
  handle: z.string().nullable(),
  generation: count,
  cause: z.string(),
  /** Null when nobody had it. */
  from: nodeId.nullable(),
  /** Null until a node is seen to have it. */
  to: nodeId.nullable(),
  claimedAt: time,
  ownedAt: time.nullable(),
  /** From the decision until the new owner was seen, ms; null while it is not. */
  tookMs: count.nullable(),
});
export type MoveView = z.infer<typeof moveViewSchema>;

export const moveQuerySchema = z.strictObject({
  ...pageQuery,
  streamer: streamerIdSchema.optional().meta({ description: 'Only moves of this streamer' }),
  node: askedNode.optional().meta({ description: 'Only moves to or from this node' }),
});
export type MoveQuery = z.infer<typeof moveQuerySchema>;

/** Newest first. */
export const movePageSchema = z.object({ items: z.array(moveViewSchema), nextCursor: z.string().nullable() });
export type MovePage = z.infer<typeof movePageSchema>;
