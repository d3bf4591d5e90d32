import { describe, expect, it } from 'vitest';
import { createOpenApiDocument } from './openapi-document.js';

type Json = Record<string, unknown>;
const document = createOpenApiDocument({ version: '9.9.9', publicUrl: 'https://example.org' });

/** What has to work before anybody is signed in. */
const OPEN = /^\/api\/v1\/(instance|plans|sign-up|verify-email(\/resend)?|password-reset)$/;

function refsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(refsIn);
  if (typeof value !== 'object' || value === null) return [];
  const own = '$ref' in value && typeof value.$ref === 'string' ? [value.$ref] : [];
  return [...own, ...Object.values(value).flatMap(refsIn)];
}

function resolve(ref: string): unknown {
  return ref
    .replace('#/', '')
    .split('/')
    .reduce<unknown>((node, part) => (node as Json | undefined)?.[part], document);
}

describe('createOpenApiDocument', () => {
  it('refers to nothing that it lacks', () => {
    const refs = refsIn(document);
    expect(refs.length).toBeGreaterThan(20);
    for (const ref of refs) expect(resolve(ref), ref).toBeDefined();
  });

  it('says of each operation who may call it', () => {
    const paths = document['paths'] as Record<string, Record<string, { security: Json[]; responses: Json }>>;
    for (const [path, methods] of Object.entries(paths)) {
      for (const { security, responses } of Object.values(methods)) {
        const isOpen = OPEN.test(path) || (!path.startsWith('/api/v1') && !path.includes('{brokerId}'));
        if (path !== '/api/v1/session') expect(security.length === 0, path).toBe(isOpen);
        if (security.length > 0) expect(responses).toHaveProperty('401');
      }
    }
  });

  it('describes requests as they may be sent and answers as they come', () => {
    const schemas = (document['components'] as Json)['schemas'] as Record<string, { required?: string[] }>;
    expect(schemas['CreateStreamer']?.required).toEqual(['handle']);
    expect(schemas['StreamerWithKey']?.required).toContain('widgetKey');
    expect(JSON.stringify(schemas)).not.toContain('$schema');
  });
});
