import { expect, it } from 'vitest';
import { isWidgetType, WIDGET_TYPES, widgetInstanceSchema, widgetTypeSchema } from '#libs/contracts';
import { newWidgetId } from './widget-id.js';
import { everyKind, WIDGET_TYPE_VIEWS } from './widget-view.js';

it('lists every kind once, and what was added after it', () => {
  const added = { id: '0a', type: 'gifts', name: 'Second', settings: {}, rev: 1 } as const;
  const saved = { id: 'chat', type: 'chat', name: '', settings: { maxMessages: 3 }, rev: 4 } as const;
  const all = everyKind([added, saved]);
  expect(all).toHaveLength(WIDGET_TYPES.length + 1);
  expect(all.map(({ id }) => id).filter((id) => id !== '0a')).toEqual(WIDGET_TYPES);
  expect(all[all.findIndex(({ id }) => id === 'gifts') + 1]).toBe(added);
  expect(all.find(({ id }) => id === 'chat')).toBe(saved);
});

it('gives widgets ids that sort by age and are no names of kinds', () => {
  const ids = [0, 1, 1_764_000_000_000, 8.64e15].map(newWidgetId);
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(Array.from({ length: 100 }, () => newWidgetId(1))).size).toBe(100);
  for (const id of ids) {
    expect(isWidgetType(id)).toBe(false);
    expect(widgetInstanceSchema.shape.id.parse(id)).toMatch(/^[0-9a-z-]+$/);
  }
});

it('describes the form of every kind', () => {
  for (const { type, sections, schema } of WIDGET_TYPE_VIEWS.map((view) => widgetTypeSchema.parse(view))) {
    const fields = Object.values(schema['properties'] as Record<string, Record<string, unknown>>);
    expect(fields.length, type).toBeGreaterThan(9);
    for (const field of fields) {
      expect(field).toMatchObject({ title: expect.any(String), description: expect.any(String) });
      expect(sections).toContain(field['group']);
      expect(field).toHaveProperty('default');
    }
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
    expect(schema).not.toHaveProperty('required');
  }
  const duration = WIDGET_TYPE_VIEWS.find(({ type }) => type === 'gifts')?.schema['properties'];
  expect(duration).toMatchObject({
    durationMs: { title: 'Duration', group: 'Motion', unit: 'ms', minimum: 1000, maximum: 30_000, default: 4000 },
  });
});
