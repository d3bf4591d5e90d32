import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FIELD_GROUPS, WIDGET_TYPES, widgetSettingsSchemas, type WidgetType } from '#libs/contracts';
import { formOf, searchForm, type Field } from './form-model.js';
import { longTime, numberViewOf, shown, stored } from './units.js';

/** As `GET /api/v1/widget-types` says it. */
function form(type: WidgetType) {
  const schema = z.toJSONSchema(widgetSettingsSchemas[type], { io: 'input' }) as Record<string, unknown>;
  return formOf({ sections: [...FIELD_GROUPS], schema });
}
function field(type: WidgetType, name: string): Field {
  const found = form(type)
    .flatMap(({ fields }) => fields)
    .find((one) => one.name === name);
  if (!found) throw new Error(`${type} has no field ${name}`);
  return found;
}

describe('the form of a widget', () => {
  it.each(WIDGET_TYPES)('%s shows every setting once, with words, and hides what buttons write', (type) => {
    const fields = form(type).flatMap((section) => section.fields);
    const hidden = ['startedAt', 'pausedAt', 'pausedMs', 'baseline'];
    const expected = Object.keys(widgetSettingsSchemas[type].shape).filter((name) => !hidden.includes(name));
    expect(fields.map(({ name }) => name).sort()).toEqual(expected.sort());
    for (const { title, name, kind, range, options } of fields) {
      expect(title, name).not.toBe('');
      if (kind === 'number') expect(range!.max, name).toBeGreaterThan(range!.min);
      if (kind === 'choice') expect(options!.length, name).toBeGreaterThan(1);
    }
  });

  it.each([
    ['gifts', 'theme', 'theme'],
    ['gifts', 'position', 'position'],
    ['hearts', 'position', 'choice'],
    ['gifts', 'message', 'template'],
    ['goals', 'sentence', 'template'],
    ['viewers', 'label', 'text'],
    ['gifts', 'sound', 'sound'],
    ['gifts', 'imageUrl', 'picture'],
    ['gifts', 'nameColor', 'color'],
    ['gifts', 'customCss', 'css'],
    ['gifts', 'variations', 'variations'],
    ['chat', 'hiddenUsers', 'list'],
    ['chat', 'showBadges', 'switch'],
    ['chat', 'delaySeconds', 'number'],
  ] as const)('%s.%s is edited as %s', (type, name, kind) => {
    expect(field(type, name).kind).toBe(kind);
  });

  it('offers the tokens of a template as chips and not as words', () => {
    expect(field('follows', 'message')).toMatchObject({ tokens: ['{name}'], description: 'Words under the name.' });
    expect(field('goals', 'sentence').tokens).toEqual(['{current}', '{target}', '{percent}', '{left}']);
  });

  it('keeps settings of a section that the list leaves out', () => {
    const schema = { properties: { one: { type: 'boolean', title: 'One', group: 'Brand new' } } };
    expect(formOf({ sections: ['Content', 'Look'], schema })).toMatchObject([
      { name: 'Look', fields: [{ name: 'one' }] },
    ]);
  });

  it('finds settings by words of label, description, section and choices', () => {
    const names = (words: string) =>
      searchForm(form('gifts'), words).flatMap(({ fields }) => fields.map((f) => f.name));
    expect(names('volume')).toEqual(['volume']);
    expect(names('name COLOUR')).toEqual(expect.arrayContaining(['nameColor', 'giftNameColor']));
    expect(names('pixel')).toEqual(['theme']);
    expect(names('no such thing')).toEqual([]);
    expect(names(' ').length).toBeGreaterThan(30);
  });
});

describe('numbers', () => {
  it('shows milliseconds as seconds and stores them as they were', () => {
    const view = numberViewOf(field('gifts', 'durationMs'));
    expect(view).toMatchObject({ min: 1, max: 30, step: 0.1, suffix: ' s', slider: true });
    expect(shown(4000, view)).toBe(4);
    expect(stored(4.3, view)).toBe(4300);
    expect(stored(99, view)).toBe(30_000);
  });

  it('gives no slider to ranges that it could not hit', () => {
    expect(numberViewOf(field('gifts', 'cardFromCoins')).slider).toBe(false);
    expect(numberViewOf(field('timer', 'initialSeconds')).slider).toBe(false);
    expect(numberViewOf(field('gifts', 'volume'))).toMatchObject({ slider: true, step: 1, suffix: ' %' });
    expect(numberViewOf(field('gifts', 'sceneDim'))).toMatchObject({ slider: true, step: 0.01 });
  });

  it('rounds to what a setting takes', () => {
    expect(stored(2.6, numberViewOf(field('gifts', 'volume')))).toBe(3);
    expect(stored(0.1 + 0.2, numberViewOf(field('gifts', 'scale')))).toBe(0.5);
    expect(shown(0.1 + 0.2, numberViewOf(field('gifts', 'scale')))).toBe(0.3);
    expect(stored(0.1 + 0.7, numberViewOf(field('gifts', 'scale')))).toBe(0.8);
  });

  it('says long times in words', () => {
    expect(longTime(0)).toBe('0 s');
    expect(longTime(5400)).toBe('1 h 30 min');
    expect(longTime(86_400 + 61)).toBe('1 d 1 min 1 s');
  });
});
