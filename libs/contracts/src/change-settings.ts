import type { z } from 'zod';
import type { WidgetType } from './catalogue.js';
import { expectationOf } from './setting-expectation.js';
import { widgetSettingsSchemas } from './widget-settings.js';

export interface SettingError {
  /** Name of the setting; of a part within it, joined by dots. */
  path: string;
  message: string;
}

export type SettingsChange =
  { outcome: 'changed'; settings: Record<string, unknown> } | { outcome: 'refused'; errors: SettingError[] };

/** UTF-16 units of all overrides of a widget as JSON. Every page of the streamer gets them. */
export const MAX_SETTINGS_LENGTH = 64 * 1024;

/**
 * Stored overrides with `change` merged in. `null`, and a value that is the default, take the override away, so that a
 * later default reaches the widget. One wrong value refuses the whole change.
 */
export function changeSettings(
  type: WidgetType,
  stored: Readonly<Record<string, unknown>>,
  change: Readonly<Record<string, unknown>>,
): SettingsChange {
  const fields: Record<string, z.ZodType> = widgetSettingsSchemas[type].shape;
  const settings = { ...stored };
  const errors: SettingError[] = [];
  for (const [name, value] of Object.entries(change)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) {
      errors.push({ path: name, message: `is no setting of the widget ${type}` });
      continue;
    }
    delete settings[name];
    if (value === null) continue;
    const parsed = field.safeParse(value);
    if (!parsed.success) {
      errors.push(...parsed.error.issues.map((issue) => errorOf(name, field, issue)));
      continue;
    }
    errors.push(...unknownParts(value, parsed.data, name));
    // Both come from the same schema, so equal values have their keys in the same order.
    if (JSON.stringify(parsed.data) !== JSON.stringify(field.parse(undefined))) settings[name] = parsed.data;
  }
  if (errors.length === 0 && JSON.stringify(settings).length > MAX_SETTINGS_LENGTH) {
    errors.push({ path: '', message: `must be at most ${MAX_SETTINGS_LENGTH / 1024} KB together` });
  }
  return errors.length > 0 ? { outcome: 'refused', errors } : { outcome: 'changed', settings };
}

function errorOf(name: string, field: z.ZodType, issue: z.core.$ZodIssue): SettingError {
  const path = [name, ...issue.path].join('.');
  const expectation = issue.path.length === 0 ? expectationOf(field, issue) : undefined;
  return { path, message: expectation ?? issue.message };
}

/** Keys that a schema passed over: they would be lost without a word. */
function unknownParts(given: unknown, taken: unknown, path: string): SettingError[] {
  if (!isContainer(given) || !isContainer(taken)) return [];
  return Object.entries(given).flatMap(([key, part]) => {
    const at = `${path}.${key}`;
    return Object.hasOwn(taken, key) ? unknownParts(part, taken[key], at) : [{ path: at, message: 'is not known' }];
  });
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
