import { describe, expect, it } from 'vitest';
import type { WidgetType } from './catalogue.js';
import { changeSettings } from './change-settings.js';

const changed = (change: Record<string, unknown>, stored: Record<string, unknown> = {}, type: WidgetType = 'gifts') => {
  const result = changeSettings(type, stored, change);
  return result.outcome === 'changed' ? result.settings : result.errors;
};
const refusal = (change: Record<string, unknown>, type: WidgetType = 'gifts') => {
  const result = changeSettings(type, {}, change);
  return result.outcome === 'refused' ? result.errors.map(({ path, message }) => `${path} ${message}`) : [];
};

describe('changeSettings', () => {
  it('merges, and stores what differs from the defaults alone', () => {
    expect(changed({ volume: 30 }, { durationMs: 5000 })).toEqual({ durationMs: 5000, volume: 30 });
    expect(changed({ durationMs: 4000, volume: null, theme: 'glass' }, { durationMs: 5000, volume: 1 })).toEqual({});
    expect(changed({ variations: [] }, { variations: [{ when: {}, change: {} }] })).toEqual({});
    expect(changed({}, { aSettingOfLater: 1 })).toEqual({ aSettingOfLater: 1 });
  });

  it('names the setting and says what it takes', () => {
    expect(refusal({ durationMs: 5 })).toEqual(['durationMs must be a whole number from 1000 to 30000 (ms)']);
    expect(refusal({ scale: '1', sceneDim: 2 })).toEqual([
      'scale must be a number from 0.5 to 2 (times)',
      'sceneDim must be a number from 0 to 0.9',
    ]);
    expect(refusal({ theme: 'mud', showAvatar: 1 })).toEqual([
      'theme must be one of glass, neon, candy, pixel, editorial, arena',
      'showAvatar must be true or false',
    ]);
    expect(refusal({ nameColor: 'red' })).toEqual(['nameColor must be a colour like #ff5a5f, or nothing']);
    expect(refusal({ message: 'x'.repeat(201) })).toEqual(['message must be text of at most 200 characters']);
    expect(refusal({ imageUrl: 'javascript:alert(1)' })).toHaveLength(1);
  });

  it('refuses what it does not know, also deep within, and then takes nothing', () => {
    expect(refusal({ secondsPerCoin: 1, volume: 1 })).toEqual(['secondsPerCoin is no setting of the widget gifts']);
    for (const name of ['toString', 'constructor', '__proto__']) {
      expect(refusal(JSON.parse(`{"${name}":1}`) as Record<string, unknown>), name).toHaveLength(1);
    }
    const variation = { when: { gift: 'Rose', amount: 5 }, change: { durationMs: 9 } };
    expect(refusal({ variations: [variation] })).toEqual([
      expect.stringMatching(/^variations\.0\.change\.durationMs .*1000/),
    ]);
    expect(refusal({ variations: [{ ...variation, change: {} }] })).toEqual(['variations.0.when.amount is not known']);
    expect(refusal({ baseline: { roses: 1 } }, 'timer')).toEqual(['baseline.roses is not known']);
  });

  it('bounds all of them together', () => {
    const when = { gift: 'g'.repeat(128) };
    const imageUrl = `https://example.org/${'a'.repeat(2000)}`;
    const variations = Array.from({ length: 40 }, () => ({ when, change: { imageUrl } }));
    expect(refusal({ variations })).toEqual([' must be at most 64 KB together']);
    expect(refusal({ variations: variations.slice(20) })).toEqual([]);
  });
});
