import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { environmentSchema } from '#config';
import { checkKeys, knownKeys } from './early-check.mjs';

it('reads every key out of the text of the schema', () => {
  expect([...knownKeys(readFileSync('config/schema.ts', 'utf8'))]).toEqual(Object.keys(environmentSchema.shape));
});

it('names a key that is not known', () => {
  const known = new Set(['STREAMSHAPE_DEMO']);
  expect(() => checkKeys({ STREAMSHAPE_DEMO: '1', OTHER: 'x' }, known)).not.toThrow();
  expect(() => checkKeys({ STREAMSHAPE_DMEO: '1' }, known)).toThrow('STREAMSHAPE_DMEO');
});
