import { z } from 'zod';
import { WIDGET_TYPES, type WidgetType } from './catalogue.js';

const colour = (value: string, description: string) =>
  z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, 'a colour like #ff5a5f')
    .default(value)
    .meta({ description, format: 'color' });

const corner = z
  .enum(['top-left', 'top-center', 'top-right', 'center', 'bottom-left', 'bottom-center', 'bottom-right'])
  .meta({ description: 'Where in the browser source the widget stands' });

const accentColor = colour('#ff4d6d', 'Accent colour');
const plate = z
  .enum(['dark', 'light', 'none'])
  .default('dark')
  .meta({ description: 'Plate behind the text. "none" gives the text an outline instead' });

/** Settings that every alert box has. */
const alertBox = {
  accentColor,
  plate,
  position: corner.default('bottom-left'),
  durationMs: z
    .int()
    .min(1000)
    .max(30_000)
    .default(4000)
    .meta({ description: 'How long one alert stays on screen', unit: 'ms' }),
  image: z.enum(['gift', 'sender', 'none']).default('gift').meta({ description: 'The large picture of the alert' }),
  showAvatar: z.boolean().default(true).meta({ description: "Show the sender's picture beside the name" }),
  timeLimitSeconds: z
    .int()
    .min(10)
    .max(86_400)
    .default(600)
    .meta({ description: 'An alert that waited longer than this is not shown any more', unit: 's' }),
  maxQueue: z
    .int()
    .min(1)
    .max(500)
    .default(100)
    .meta({ description: 'Alerts that may wait; past it, the smallest of the same sender are merged' }),
  mergeWindowSeconds: z
    .int()
    .min(0)
    .max(600)
    .default(30)
    .meta({
      description:
        'The same again of the same sender within this time joins the alert on screen or in the queue. ' +
        '0 gives each its own; the gifts of one streak always stay together',
      unit: 's',
    }),
};

export const giftsSettingsSchema = z.object({
  ...alertBox,
  message: z
    .string()
    .max(200)
    .default('sent {gift}')
    .meta({ description: 'Words under the name. Tokens: {name} {gift} {count} {coins}' }),
  minimumCoins: z
    .int()
    .min(0)
    .max(1_000_000)
    .default(0)
    .meta({ description: 'Gifts worth less than this in all are not shown', unit: 'coins' }),
});

const plainAlert = (message: string) =>
  z.object({
    ...alertBox,
    image: alertBox.image.default('sender'),
    message: z.string().max(200).default(message).meta({ description: 'Words under the name. Token: {name}' }),
  });

export const chatSettingsSchema = z.object({
  accentColor,
  plate,
  position: z
    .enum(['bottom-left', 'bottom-right'])
    .default('bottom-left')
    .meta({ description: 'Side that messages hug' }),
  fontSize: z.int().min(14).max(96).default(30).meta({ description: 'Text size on a 1080-line canvas', unit: 'px' }),
  maxMessages: z.int().min(1).max(50).default(12).meta({ description: 'Messages on screen at most' }),
  lifetimeSeconds: z
    .int()
    .min(0)
    .max(600)
    .default(60)
    .meta({ description: 'A message leaves after this time; 0 keeps it until others push it out', unit: 's' }),
  delaySeconds: z
    .number()
    .min(0)
    .max(60)
    .default(0)
    .meta({ description: 'Messages wait this long before they appear', unit: 's' }),
  showAvatars: z.boolean().default(true).meta({ description: 'Show pictures of the people who write' }),
  showBadges: z.boolean().default(true).meta({ description: 'Mark moderators and subscribers' }),
});

const labelSettings = z.object({ accentColor, plate });

export const widgetSettingsSchemas = {
  feed: labelSettings,
  gifts: giftsSettingsSchema,
  follows: plainAlert('followed'),
  likes: labelSettings,
  subscribes: plainAlert('subscribed'),
  shares: plainAlert('shared the stream'),
  chat: chatSettingsSchema,
  viewers: labelSettings,
  alerts: giftsSettingsSchema,
  goals: labelSettings,
  leaderboard: labelSettings,
  latest: labelSettings,
  timer: labelSettings,
  hearts: labelSettings,
} as const satisfies Record<WidgetType, z.ZodObject>;

export type WidgetSettings<T extends WidgetType = WidgetType> = z.infer<(typeof widgetSettingsSchemas)[T]>;
export type GiftsSettings = z.infer<typeof giftsSettingsSchema>;
export type ChatSettings = z.infer<typeof chatSettingsSchema>;

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
