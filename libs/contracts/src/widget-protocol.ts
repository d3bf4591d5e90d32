import { z } from 'zod';
import { pageModerationSchema } from './moderation-api.js';
import { loggedEventSchema, positionSchema, snapshotSchema } from './snapshot.js';
import { sourceStatusSchema } from './source-status.js';
import { widgetInstanceSchema } from './widget-settings.js';

const eventIds = z.array(z.string().min(1).max(160)).max(200);
const offset = z.int().nonnegative();

/* Client to server */

export const helloSchema = z.object({
  v: z.int(),
  /** Not bounded here: an odd key or name gets the close code that says what is wrong with it. */
  key: z.string(),
  widget: z.string(),
  id: z.string().optional(),
  /** Random, one per page load. */
  page: z.string().max(64).optional(),
  position: positionSchema.optional(),
  /** Alerts that this page's own marks say it rendered. */
  started: eventIds.optional(),
  preview: z.boolean().optional(),
});
export type Hello = z.infer<typeof helloSchema>;

/** Something went wrong on the page. Nothing of it is ever shown there. */
export const faultReportSchema = z.object({
  what: z.string().max(80),
  message: z.string().max(300),
  stack: z.string().max(2000).optional(),
});
export type FaultReportMessage = z.infer<typeof faultReportSchema>;

export const clientMessageSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('hello'), data: helloSchema }),
  z.object({ event: z.literal('started'), data: z.object({ ids: eventIds }) }),
  z.object({ event: z.literal('shown'), data: z.object({ ids: eventIds }) }),
  z.object({ event: z.literal('ping'), data: z.object({}) }),
  z.object({ event: z.literal('report'), data: faultReportSchema }),
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;

/* Server to client */

export const CONTROL_ACTIONS = ['pause', 'resume', 'skip', 'clear', 'mute', 'unmute', 'replay', 'reload'] as const;
export const controlStateSchema = z.object({
  paused: z.boolean(),
  muted: z.boolean(),
  /** Rises with each command; one already seen is ignored. */
  seq: z.int().nonnegative(),
});
export type ControlState = z.infer<typeof controlStateSchema>;

export const welcomeSchema = z.object({
  v: z.literal(1),
  position: positionSchema,
  widget: widgetInstanceSchema,
  /** What the page is not to show; without it nothing is blocked. */
  moderation: pageModerationSchema.optional(),
  snapshot: snapshotSchema,
  source: sourceStatusSchema,
  control: controlStateSchema,
  missed: z.array(loggedEventSchema).max(100),
  /** To a page that comes back: alerts that were skipped or cleared meanwhile. It takes them out of its queue. */
  skipped: z.array(z.string()).optional(),
  /** Of the pages that this gateway serves. A page of another build reloads when nothing is on screen. */
  build: z.string().max(64).optional(),
  /** The server's clock, ms. */
  now: z.int().nonnegative().optional(),
});
export type Welcome = z.infer<typeof welcomeSchema>;

/** Covers every offset after `from` up to `to`. */
export const eventsSchema = z.object({
  from: offset,
  to: offset,
  items: z.array(loggedEventSchema),
  /** Ephemeral events that this slow page could not take. */
  dropped: z.int().positive().optional(),
});
export type EventsMessage = z.infer<typeof eventsSchema>;

export const stateSchema = snapshotSchema
  .pick({ totals: true, goals: true, leaderboard: true, latest: true, viewers: true, timer: true })
  .partial();
export type StateMessage = z.infer<typeof stateSchema>;

export const controlSchema = z.object({
  seq: z.int().nonnegative(),
  action: z.enum(CONTROL_ACTIONS),
  id: z.string().optional(),
  item: loggedEventSchema.optional(),
});
export type ControlMessage = z.infer<typeof controlSchema>;

export const snapshotMessageSchema = snapshotSchema.extend({
  position: positionSchema,
  missed: z.array(loggedEventSchema).max(100),
});
export type SnapshotMessage = z.infer<typeof snapshotMessageSchema>;

/** `moderation` is there when it changed. */
export const settingsMessageSchema = z.object({
  widget: widgetInstanceSchema,
  moderation: pageModerationSchema.optional(),
});
export type SettingsMessage = z.infer<typeof settingsMessageSchema>;

export const serverMessageSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('welcome'), data: welcomeSchema }),
  z.object({ event: z.literal('events'), data: eventsSchema }),
  z.object({ event: z.literal('state'), data: stateSchema }),
  z.object({ event: z.literal('settings'), data: settingsMessageSchema }),
  z.object({ event: z.literal('control'), data: controlSchema }),
  z.object({ event: z.literal('source'), data: sourceStatusSchema }),
  z.object({ event: z.literal('snapshot'), data: snapshotMessageSchema }),
  z.object({ event: z.literal('pong'), data: z.object({}) }),
]);
export type ServerMessage = z.infer<typeof serverMessageSchema>;
