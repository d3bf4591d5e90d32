import { describe, expect, it } from 'vitest';
import { storableJson } from './storable-json.js';

describe('storableJson', () => {
  it('leaves out what jsonb refuses and keeps the rest', () => {
    const text = { a: 'nul\0nul', b: ['lone \ud83d surrogate', '🌹'], c: String.raw`\u0000`, d: 1, e: undefined };
    const stored: unknown = JSON.parse(storableJson(text));
    expect(stored).toEqual({ a: 'nulnul', b: ['lone \ufffd surrogate', '🌹'], c: String.raw`\u0000`, d: 1 });
  });
});
