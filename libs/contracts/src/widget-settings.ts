import { z } from 'zod';
import { WIDGET_TYPES, type WidgetType } from './catalogue.js';
import {
  alertsSettingsSchema,
  followsSettingsSchema,
  giftsSettingsSchema,
  likesSettingsSchema,
  sharesSettingsSchema,
  subscribesSettingsSchema,
} from './widgets/alert-widgets.js';
import { chatSettingsSchema } from './widgets/chat.js';
import { goalsSettingsSchema } from './widgets/goals.js';
import {
  feedSettingsSchema,
  heartsSettingsSchema,
  latestSettingsSchema,
  leaderboardSettingsSchema,
  viewersSettingsSchema,
} from './widgets/labels.js';
import { timerSettingsSchema } from './widgets/timer.js';

export const widgetSettingsSchemas = {
  feed: feedSettingsSchema,
  gifts: giftsSettingsSchema,
  follows: followsSettingsSchema,
  likes: likesSettingsSchema,
  subscribes: subscribesSettingsSchema,
  shares: sharesSettingsSchema,
  chat: chatSettingsSchema,
  viewers: viewersSettingsSchema,
  alerts: alertsSettingsSchema,
  goals: goalsSettingsSchema,
  leaderboard: leaderboardSettingsSchema,
  latest: latestSettingsSchema,
  timer: timerSettingsSchema,
  hearts: heartsSettingsSchema,
} as const satisfies Record<WidgetType, z.ZodObject>;

export type WidgetSettings<T extends WidgetType = WidgetType> = z.infer<(typeof widgetSettingsSchemas)[T]>;

/** One saved instance of a widget, as pages get it. `rev` rises with each edit. */
export const widgetInstanceSchema = z.object({
  type: z.enum(WIDGET_TYPES),
  id: z.string().min(1).max(64),
  settings: z.record(z.string(), z.unknown()),
  rev: z.int().nonnegative(),
});
export type WidgetInstance = z.infer<typeof widgetInstanceSchema>;

/**
 * Fills in what `overrides` leaves out. A stored value that this version does not take (a renamed choice, a narrower
 * range) becomes the default: a page with one default setting is better than no page.
 */
export function completeSettings<T extends WidgetType>(type: T, overrides: Record<string, unknown>): WidgetSettings<T> {
  const fields: Record<string, z.ZodType> = widgetSettingsSchemas[type].shape;
  const settings = Object.entries(fields).map(([name, field]) => {
    const parsed = field.safeParse(Object.hasOwn(overrides, name) ? overrides[name] : undefined);
    return [name, parsed.success ? parsed.data : field.parse(undefined)];
  });
  return Object.fromEntries(settings) as WidgetSettings<T>;
}
