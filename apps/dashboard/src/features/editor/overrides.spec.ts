import { describe, expect, it } from 'vitest';
import { changeSettings, completeSettings } from '#libs/contracts';
import { clashes, differing, patchOf, rebase, same } from './overrides.js';

const defaults = completeSettings('gifts', {});

describe('what differs', () => {
  it('compares as JSON, whatever the order of keys', () => {
    expect(same({ a: 1, b: [{ c: 2 }] }, { b: [{ c: 2 }], a: 1 })).toBe(true);
    expect(same([1, 2], [2, 1])).toBe(false);
    expect(same({ a: undefined }, {})).toBe(true);
    expect(same([], {})).toBe(false);
    expect(same(null, {})).toBe(false);
  });

  it('sends changed settings alone, and null for what has its default again', () => {
    const saved = { ...defaults, theme: 'arena', durationMs: 9000 };
    const draft = { ...saved, theme: 'glass', message: 'hi {name}' };
    const patch = patchOf(saved, draft, defaults);
    expect(patch).toEqual({ theme: null, message: 'hi {name}' });
    const stored = changeSettings('gifts', { theme: 'arena', durationMs: 9000 }, patch);
    expect(stored).toEqual({ outcome: 'changed', settings: { durationMs: 9000, message: 'hi {name}' } });
    expect(patchOf(saved, saved, defaults)).toEqual({});
  });

  it('names what is not the default', () => {
    expect(differing({ ...defaults, volume: 3 }, defaults, Object.keys(defaults))).toEqual(['volume']);
  });
});

describe('an edit by somebody else meanwhile', () => {
  const base = { a: 1, b: 1, c: 1 };
  it('keeps both where they touch different settings', () => {
    expect(rebase(base, { ...base, a: 2 }, { ...base, b: 3 })).toEqual({ a: 2, b: 3, c: 1 });
    expect(clashes(base, { ...base, a: 2 }, { ...base, b: 3 })).toEqual([]);
  });

  it('names those that both changed', () => {
    expect(clashes(base, { ...base, a: 2, b: 5 }, { ...base, a: 4, b: 5 })).toEqual(['a']);
    expect(rebase(base, { ...base, a: 2 }, { ...base, a: 4 })['a']).toBe(2);
  });
});
