import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { WIDGET_TYPES } from './catalogue.js';
import { completeSettings, widgetSettingsSchemas } from './widget-settings.js';
import { FIELD_GROUPS } from './widgets/fields.js';

interface Field {
  title?: string;
  description?: string;
  group?: string;
  default?: unknown;
}
const everyField = WIDGET_TYPES.flatMap((type) => {
  const { properties } = z.toJSONSchema(widgetSettingsSchemas[type], { io: 'input' });
  return Object.entries(properties ?? {}).map(([name, field]) => [`${type}.${name}`, field as Field] as const);
});

describe('settings of widgets', () => {
  it('all have a label, a description, a group of the form and a default', () => {
    const incomplete = everyField.filter(([, { title, description, group, default: value }]) => {
      return !title || !description || value === undefined || !(FIELD_GROUPS as readonly unknown[]).includes(group);
    });
    expect(incomplete.map(([name]) => name)).toEqual([]);
    expect(everyField.length).toBeGreaterThan(200);
  });

  it.each(WIDGET_TYPES)('%s: nothing at all, and nonsense for every field, give the defaults', (type) => {
    const defaults = completeSettings(type, {});
    const nonsense = Object.fromEntries(Object.keys(defaults).map((name) => [name, { not: 'a value' }]));
    // A baseline may be any object: what it does not know is left out.
    expect(completeSettings(type, nonsense)).toEqual(defaults);
    expect(widgetSettingsSchemas[type].parse({})).toEqual(defaults);
  });

  it('take the addresses of pictures and sounds that pages may load, and no others', () => {
    const { imageUrl, sound } = widgetSettingsSchemas.gifts.shape;
    const pictures = ['', 'https://example.org/a.webp', 'upload:9f1c', 'library:heart'];
    const sounds = ['none', 'https://example.org/a.mp3', 'theme', 'upload:9f1c', 'library:chime'];
    for (const value of pictures) expect(imageUrl.safeParse(value).success, value).toBe(true);
    for (const value of sounds) expect(sound.safeParse(value).success, value).toBe(true);
    for (const value of [
      'javascript:alert(1)',
      'http://example.org/a.png',
      'data:image/svg+xml,x',
      'upload:../x',
      '//x',
    ]) {
      expect(imageUrl.safeParse(value).success, value).toBe(false);
      expect(sound.safeParse(value).success, value).toBe(false);
    }
  });
});
