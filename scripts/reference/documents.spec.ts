import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv, type AnySchema, type ValidateFunction } from 'ajv';
import { expect, it } from 'vitest';
import * as z from 'zod';
import * as config from '#config';
import * as contracts from '#libs/contracts';
import { referenceDocuments } from './documents.mjs';

const documents = referenceDocuments({ contracts, config, z });

it.each(Object.keys(documents))('%s is what the schemas say', (path) => {
  expect(readFileSync(path, 'utf8'), 'Run: npm run docs').toBe(documents[path]);
});

it('describes the socket in valid AsyncAPI 3.0', () => {
  const require = createRequire(import.meta.url);
  const schema = require('@asyncapi/specs/schemas/3.0.0-without-$id.json') as AnySchema;
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const validate = ajv.compile(schema) as ValidateFunction;
  expect(validate({ asyncapi: '3.0.0' })).toBe(false);
  void validate(JSON.parse(documents['docs/reference/asyncapi.json']!));
  expect(validate.errors ?? []).toEqual([]);
});
