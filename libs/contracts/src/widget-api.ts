import { z } from 'zod';
import { WIDGET_TYPES } from './catalogue.js';
import { oneLine } from './texts.js';
import { widgetInstanceSchema } from './widget-settings.js';
import { FIELD_GROUPS } from './widgets/fields.js';

const settings = z.record(z.string(), z.unknown());
const name = z.string().overwrite(oneLine).max(60);

/** A widget of a streamer. The one whose id is its type is always there, and is what a link without `id` shows. */
export const widgetViewSchema = widgetInstanceSchema.extend({
  /** For the streamer's eyes. */
  name,
  settings: settings.meta({ description: 'Complete: what is not set has its default' }),
  overrides: settings.meta({ description: 'What differs from the defaults, and is stored' }),
});
export type WidgetView = z.infer<typeof widgetViewSchema>;

export const widgetListSchema = z.object({ items: z.array(widgetViewSchema) });
export type WidgetList = z.infer<typeof widgetListSchema>;

export const createWidgetSchema = z.strictObject({
  type: z.enum(WIDGET_TYPES),
  name: name.default(''),
  settings: settings.default({}).meta({ description: 'Settings by name; the others have their defaults' }),
});
export type CreateWidget = z.infer<typeof createWidgetSchema>;

export const updateWidgetSchema = z.strictObject({
  name: name.optional(),
  settings: settings
    .optional()
    .meta({ description: 'Settings to change, by name. `null` takes the default again; the others stay as they are' }),
  rev: widgetInstanceSchema.shape.rev
    .optional()
    .meta({ description: 'Refuses the change with 409 when the widget is at another revision' }),
});
export type UpdateWidget = z.infer<typeof updateWidgetSchema>;

export const duplicateWidgetSchema = z.strictObject({ name: name.optional() });
export type DuplicateWidget = z.infer<typeof duplicateWidgetSchema>;

export const TIMER_ACTIONS = ['start', 'pause', 'resume', 'reset'] as const;
export const timerCommandSchema = z.strictObject({ action: z.enum(TIMER_ACTIONS) });
export type TimerCommand = z.infer<typeof timerCommandSchema>;

/** What settings a form for a widget offers. */
export const widgetTypeSchema = z.object({
  type: z.enum(WIDGET_TYPES),
  sections: z.array(z.enum(FIELD_GROUPS)).meta({ description: 'Sections of the form that have settings, in order' }),
  schema: z.record(z.string(), z.unknown()).meta({
    description:
      'JSON Schema of the settings, each with title, description, group (section), unit, format, range and default',
  }),
});
export type WidgetTypeView = z.infer<typeof widgetTypeSchema>;
export const widgetTypeListSchema = z.object({ items: z.array(widgetTypeSchema) });
export type WidgetTypeList = z.infer<typeof widgetTypeListSchema>;
