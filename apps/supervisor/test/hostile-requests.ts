import { z } from 'zod';
import type { Operation } from '../src/openapi/operation.js';

/** Texts that databases, URLs, JSON and regular expressions stumble over. Some are long enough to be a password. */
const TEXTS = [
  ...['\0', 'a\0b', 'long enough \0 \u0001\u001b\u009f text', '\ud800', 'a half \udfff character', '\u202e\ufffe'],
  ...[`'"\\; --`, '%', '__proto__', 'x'.repeat(30_000)],
];
const NUMBERS = [-1, 0, 0.5, 2 ** 31, Number.MAX_SAFE_INTEGER, 1e308];
/** The same in an address, where no half of a character can be written but in bytes. */
const IN_ADDRESS = ['%00', 'a%00b', 'a%1b%c2%9fb', '%ff', '%ed%a0%80', '%27%22%5c;--', '..%2f..', 'x'.repeat(300)];
const UUID = '5600e838-26e8-4a61-a0a1-3d1d917efb35';
const CURSORS = [
  ...[`999999999999999:${UUID}`, `99999999999999:${UUID}`, `1:${UUID}`, '1:a\0b', '999999999999999:a', '1:\u001b'],
  ...[`999999999999999:9999999999:${UUID}`, `1:9999999999:${UUID}`, '["log","\\u0000",1,1]', '["log","e",1e300,1]'],
  ...['["ledger","\\u0000",0,null,9007199254740991,0,"a\\u0000"]', '["ledger","\\ud800",0,1,1,0,"\\udfff"]'],
  ...['["ledger","",9007199254740991,9007199254740991,9007199254740991,9007199254740991,""]'],
].map((text) => Buffer.from(text).toString('base64url'));

type Json = Record<string, unknown>;
type Step = string | number;

export interface HostileRequest {
  operation: Operation;
  /** What is hostile about it, in printable characters. */
  what: string;
  path: string;
  body?: unknown;
}

export interface Furniture {
  /**
   * Values for placeholders of a path, as `{name}`, and members of a body; asked anew for each request. `undefined`: take
   * any that the schema allows. `null`: leave it out.
   */
  value(name: string, operation: Operation): unknown;
}

const printable = (value: unknown) => JSON.stringify(value).slice(0, 60);

/** A value that a schema takes, as far as it can be told from outside. */
function sample(schema: Json, name: string, given: (name: string) => unknown): unknown {
  const known = given(name);
  if (known !== undefined) return known;
  if ('const' in schema) return schema['const'];
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  const choices = (schema['anyOf'] ?? schema['oneOf']) as Json[] | undefined;
  if (choices) return sample(choices[0]!, name, given);
  switch (schema['type']) {
    case 'object': {
      const members = Object.entries((schema['properties'] ?? {}) as Record<string, Json>);
      const values = members.map(([key, member]) => [key, sample(member, key, given)] as const);
      return Object.fromEntries(values.filter(([, value]) => value !== null));
    }
    case 'array':
      return [sample(schema['items'] as Json, name, given)];
    case 'integer':
    case 'number':
      return Math.max(1, Number(schema['minimum'] ?? 1));
    case 'boolean':
      return true;
    default:
      return schema['format'] === 'date-time' ? '2099-01-01T00:00:00Z' : 'a text';
  }
}

/** The places of texts and numbers in `value`. */
function* leaves(value: unknown, path: Step[] = []): Generator<{ path: Step[]; leaf: string | number }> {
  if (typeof value === 'string' || typeof value === 'number') yield { path, leaf: value };
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    yield* leaves(member, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}

function replaced(value: unknown, [step, ...rest]: Step[], by: unknown): unknown {
  if (step === undefined) return by;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as Json) }) as Record<Step, unknown>;
  copy[step] = replaced(copy[step], rest, by);
  return copy;
}

const formsOf = (body: z.ZodType): Json[] => {
  const schema = z.toJSONSchema(body, { io: 'input' }) as Json;
  return (schema['anyOf'] ?? schema['oneOf'] ?? [schema]) as Json[];
};

/** Every body that differs from a good one in one place, and those with a name that nobody asked for. */
function* hostileBodies(body: z.ZodType, given: (name: string) => unknown): Generator<{ what: string; body: unknown }> {
  for (const form of formsOf(body)) {
    for (const { path, leaf } of leaves(sample(form, '', given))) {
      for (const hostile of typeof leaf === 'number' ? NUMBERS : TEXTS) {
        const good = sample(form, '', given);
        yield { what: `${path.join('.')} = ${printable(hostile)}`, body: replaced(good, path, hostile) };
      }
    }
    for (const name of ['a\0', '\ud800', 'constructor']) {
      yield { what: `a member ${printable(name)}`, body: { ...(sample(form, '', given) as Json), [name]: name } };
    }
  }
}

function* hostileQueries(query: z.ZodObject): Generator<{ what: string; query: string }> {
  for (const name of Object.keys(query.shape)) {
    const values = name === 'cursor' ? [...IN_ADDRESS, ...CURSORS] : [...IN_ADDRESS, '-1', '1e400', 'NaN'];
    for (const value of values) yield { what: `?${name}=${value.slice(0, 60)}`, query: `?${name}=${value}` };
  }
}

/** Requests that are good but for one text or number, for every place in which `operation` takes one. */
export function* hostileRequests(operation: Operation, furniture: Furniture): Generator<HostileRequest> {
  const given = (name: string) => furniture.value(name, operation);
  const address = (hostile?: { name: string; text: string }) =>
    operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      name === hostile?.name ? hostile.text : String(given(`{${name}}`)),
    );
  const { body, query } = operation;
  const good = () =>
    body === undefined || typeof body === 'string' ? {} : { body: sample(formsOf(body)[0]!, '', given) };
  for (const [, name = ''] of operation.path.matchAll(/\{(\w+)\}/g)) {
    for (const text of IN_ADDRESS) {
      const path = address({ name, text });
      yield { operation, what: `{${name}} = ${text.slice(0, 60)}`, path, ...good() };
    }
  }
  for (const { what, query: text } of query ? hostileQueries(query) : []) {
    yield { operation, what, path: address() + text, ...good() };
  }
  if (body === undefined || typeof body === 'string') return;
  for (const { what, body: hostile } of hostileBodies(body, given)) {
    yield { operation, what, path: address(), body: hostile };
  }
}
