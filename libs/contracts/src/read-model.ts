import { z } from 'zod';
import type { WidgetType } from './catalogue.js';
import { goalDefinitionSchema } from './goal-api.js';
import { pageModerationSchema } from './moderation-api.js';
import { completeSettings, widgetInstanceSchema, type WidgetInstance } from './widget-settings.js';

/** What a gateway knows of a streamer: written to Redis by the supervisor, read by gateways. */
export const streamerReadModelSchema = z.object({
  streamerId: z.uuid(),
  /** False: pages close with 4402 and say nothing on stream. */
  active: z.boolean(),
  /** Rises with each change of keys, settings or entitlement. */
  rev: z.int().nonnegative(),
  /** SHA-256 of the widget key in force, hex. */
  keyHash: z.string().length(64),
  /** Saved instances; a type without one has a default instance whose id is its type. */
  widgets: z.array(widgetInstanceSchema),
  /** In the order of the page. Models of an older version have none. */
  goals: z.array(goalDefinitionSchema).optional(),
  /** What pages are not to show. Models of an older version have none. */
  moderation: pageModerationSchema.optional(),
});
export type StreamerReadModel = z.infer<typeof streamerReadModelSchema>;

/**
 * The instance that is asked for: the one with `id`; without, the saved default, whose id is the type, else the first of
 * its type, else the default as it comes. Settings are complete. `undefined` when there is no such instance.
 */
export function widgetOf(model: StreamerReadModel, type: WidgetType, id?: string): WidgetInstance | undefined {
  const saved = model.widgets.filter((widget) => widget.type === type);
  const named = saved.find((widget) => widget.id === (id ?? type));
  const chosen = id === undefined ? (named ?? saved[0]) : named;
  const isDefault = id === undefined || id === type;
  const instance = chosen ?? (isDefault ? { type, id: type, settings: {}, rev: 0 } : undefined);
  return instance && { ...instance, settings: { ...completeSettings(type, instance.settings) } };
}

/** Request/response patterns over Nest's Redis transport. All are read-only or idempotent. */
export const MESSAGE_PATTERNS = {
  /** `{ keyHash }` -> `{ found: StreamerReadModel | null }`; also writes the read model to Redis. */
  lookupByKey: 'settings.lookup-by-key',
} as const;

export const lookupByKeyRequestSchema = z.object({ keyHash: z.string().length(64) });
export const lookupByKeyReplySchema = z.object({ found: streamerReadModelSchema.nullable() });
export type LookupByKeyReply = z.infer<typeof lookupByKeyReplySchema>;
