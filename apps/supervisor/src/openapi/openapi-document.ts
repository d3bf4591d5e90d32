import { z } from 'zod';
import { problemSchema } from '#libs/contracts';
import type { Answer, Operation, Security } from './operation.js';
import { namedSchemas, operations } from './operations.js';

type Json = Record<string, unknown>;

const SECURITY: Record<Security, Json[]> = {
  none: [],
  health: [{ healthToken: [] }],
  session: [{ session: [] }],
  account: [{ session: [] }, { apiToken: [] }, { operatorToken: [] }],
  streamer: [{ session: [] }, { apiToken: [] }, { operatorToken: [] }],
  admin: [{ session: [] }, { operatorToken: [] }],
};

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const name = namedSchemas.get(schema);
  return name === undefined ? jsonSchema(schema, io) : { $ref: `#/components/schemas/${name}` };
}

function answerOf({ description, body }: Answer): Json {
  if (body === undefined) return { description };
  if (typeof body === 'string') return { description, content: { [body]: { schema: { type: 'string' } } } };
  return { description, content: { 'application/json': { schema: schemaOf(body, 'output') } } };
}

function parametersOf({ pathParameters = {}, query }: Operation): Json[] {
  const inPath = Object.entries(pathParameters).map(([name, schema]) => ({
    ...{ name, in: 'path', required: true },
    schema: jsonSchema(schema, 'input'),
  }));
  const inQuery = Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    ...{ name, in: 'query', required: false },
    schema: jsonSchema(schema as z.ZodType, 'output'),
  }));
  return [...inPath, ...inQuery];
}

/** Those that follow from what an operation is, and its own. */
function problemsOf({ security, body, method, pathParameters, query, problems = [] }: Operation): number[] {
  const statuses = [
    ...(security === 'none' ? [] : [401]),
    ...(security === 'none' || security === 'health' ? [] : [403, 429]),
    ...(pathParameters ? [404] : []),
    ...(query || body ? [400] : []),
    ...(body && method !== 'get' ? [413, 415] : []),
    ...problems,
  ];
  return [...new Set(statuses)].sort((a, b) => a - b);
}

function operationOf(operation: Operation): Json {
  const { operationId, summary, tag, security, body, answers } = operation;
  const parameters = parametersOf(operation);
  const requestBody = body && {
    required: true,
    content:
      typeof body === 'string'
        ? { [body]: { schema: { type: 'string', format: 'binary' } } }
        : { 'application/json': { schema: schemaOf(body, 'input') } },
  };
  const own = Object.entries(answers).map(([status, answer]) => [status, answerOf(answer)] as const);
  const refused = problemsOf(operation).map(
    (status) => [String(status), { $ref: '#/components/responses/Problem' }] as const,
  );
  return {
    ...{ operationId, summary, tags: [tag], security: SECURITY[security] },
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(requestBody ? { requestBody } : {}),
    responses: Object.fromEntries([...own, ...refused]),
  };
}

function componentsOf(): Json {
  const inputs = new Set<unknown>(operations.map((operation) => operation.body));
  const schemas = [...namedSchemas].map(([schema, name]) => [
    name,
    jsonSchema(schema, inputs.has(schema) ? 'input' : 'output'),
  ]);
  const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  return {
    securitySchemes: {
      session: { type: 'apiKey', in: 'cookie', name: 'streamshape-session', description: 'Set by signing in' },
      apiToken: { type: 'http', scheme: 'bearer', description: 'A personal access token, made in the dashboard' },
      operatorToken: { type: 'http', scheme: 'bearer', description: 'The value of OPERATOR_TOKEN' },
      healthToken: { type: 'http', scheme: 'bearer', description: 'The value of HEALTH_TOKEN' },
    },
    responses: { Problem: { description: 'What is wrong (RFC 9457), with a stable code', content: problem } },
    schemas: { ...Object.fromEntries(schemas), Problem: jsonSchema(problemSchema, 'output') },
  };
}

/** The API as OpenAPI 3.1, made from the zod schemas that check requests. */
export function createOpenApiDocument(options: { version: string; publicUrl: string }): Json {
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: operationOf(operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'StreamShape',
      version: options.version,
      summary: 'Accounts, streamers, their widgets and streams, and the cluster that serves them',
      license: { name: 'AGPL-3.0-only', identifier: 'AGPL-3.0-only' },
    },
    servers: [{ url: options.publicUrl }],
    security: SECURITY.admin,
    paths,
    components: componentsOf(),
  };
}
