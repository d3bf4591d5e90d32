import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { environmentSchema } from '#config';
import { checkKeys, knownKeys, schemaFiles } from './early-check.mjs';

it('reads every key out of the text of the schema', () => {
  const text = schemaFiles.map((file) => readFileSync(`config/${file}`, 'utf8')).join('\n');
  expect([...knownKeys(text)].sort()).toEqual(Object.keys(environmentSchema.shape).sort());
});

it('names a key that is not known', () => {
  const known = new Set(['STREAMSHAPE_DEMO']);
  expect(() => checkKeys({ STREAMSHAPE_DEMO: '1', OTHER: 'x' }, known)).not.toThrow();
  expect(() => checkKeys({ STREAMSHAPE_DMEO: '1' }, known)).toThrow('STREAMSHAPE_DMEO');
});
