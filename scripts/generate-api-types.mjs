import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { readText, writeWhole } from './system/files.mjs';
import { inRepository } from './system/paths.mjs';

/** Writes the types of the dashboard's client from the OpenAPI document of the build. */
const { createOpenApiDocument } = await import('../dist/apps/supervisor/src/openapi/openapi-document.js');
const document = createOpenApiDocument({ version: '0.0.0', publicUrl: 'http://localhost' });
const types = astToString(await openapiTypescript(document, { alphabetize: true }));
const file = inRepository('apps', 'dashboard', 'src', 'api', 'generated', 'schema.d.ts');
mkdirSync(dirname(file), { recursive: true });
if (readText(file) !== types) writeWhole(file, types);
