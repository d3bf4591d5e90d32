import { z } from 'zod';
import { loggedEventSchema } from './snapshot.js';
import { CONTROL_ACTIONS, controlStateSchema } from './widget-protocol.js';

const instanceSchema = z
  .string()
  .min(1)
  .max(64)
  .meta({ description: 'A saved instance of the widget; left out: the first one, else the default instance' });

/** A command for the queue of one widget instance. */
export const controlCommandSchema = z
  .strictObject({
    action: z.enum(CONTROL_ACTIONS),
    instance: instanceSchema.optional(),
    eventId: z
      .string()
      .min(1)
      .max(160)
      .optional()
      .meta({ description: 'The alert to replay, or to skip; `skip` without it means the one on screen' }),
  })
  .refine(({ action, eventId }) => action !== 'replay' || eventId !== undefined, {
    path: ['eventId'],
    message: 'replay needs the id of an alert',
  })
  .refine(({ action, eventId }) => eventId === undefined || action === 'replay' || action === 'skip', {
    path: ['eventId'],
    message: 'only skip and replay name an alert',
  });
export type ControlCommandBody = z.infer<typeof controlCommandSchema>;

/** The command is stored and on its way to the pages. */
export const controlAcceptedSchema = z.object({ seq: controlStateSchema.shape.seq });
export type ControlAccepted = z.infer<typeof controlAcceptedSchema>;

export const ALERT_STATES = ['queued', 'started', 'done', 'skipped', 'expired'] as const;
/**
 * `queued`: no page began it. `started`: a page did. `done`: shown to its end. `skipped`: the streamer did not want it.
 * `expired`: nobody began it within the widget's time limit.
 */
export const alertStateSchema = z.enum(ALERT_STATES);
export type AlertState = z.infer<typeof alertStateSchema>;

export const alertListQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(50).meta({ description: 'Alerts at most' }),
  instance: instanceSchema.optional(),
});
export type AlertListQuery = z.infer<typeof alertListQuerySchema>;

/** The stored alerts of one widget instance, newest first. */
export const alertListSchema = z.object({
  items: z.array(loggedEventSchema.pick({ offset: true, event: true }).extend({ state: alertStateSchema })),
  control: controlStateSchema,
});
export type AlertList = z.infer<typeof alertListSchema>;
