import { z } from 'zod';
import {
  completeSettings,
  FIELD_GROUPS,
  WIDGET_TYPES,
  widgetSettingsSchemas,
  type WidgetTypeView,
  type WidgetView,
} from '#libs/contracts';
import { defaultWidget, type StoredWidget } from '#libs/domain';

/** With complete settings, as pages have them. */
export function toView({ settings: overrides, ...widget }: StoredWidget): WidgetView {
  return { ...widget, settings: { ...completeSettings(widget.type, overrides) }, overrides };
}

/** By kind; in each the default first, whether it is saved or not, then the others, oldest first. */
export function everyKind(saved: readonly StoredWidget[]): StoredWidget[] {
  return WIDGET_TYPES.flatMap((type) => {
    const others = saved.filter((widget) => widget.type === type && widget.id !== type);
    const first = saved.find(({ id }) => id === type) ?? defaultWidget(type);
    return first ? [first, ...others] : others;
  });
}

/** What a form for each kind of widget is made from. */
export const WIDGET_TYPE_VIEWS: readonly WidgetTypeView[] = WIDGET_TYPES.map((type) => {
  const schema = z.toJSONSchema(widgetSettingsSchemas[type].strict(), { io: 'input' });
  const used = new Set(Object.values(schema.properties ?? {}).map((field) => (field as { group?: string }).group));
  return { type, sections: FIELD_GROUPS.filter((group) => used.has(group)), schema: { ...schema } };
});
