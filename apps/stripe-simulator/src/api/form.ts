import { invalid } from '../engine/stripe-error.js';

/** A decoded form: `a[b][0]=c` becomes `{ a: { b: ['c'] } }`. */
export type Form = { [key: string]: FormValue };
export type FormValue = string | Form | FormValue[];

function put(target: Form, path: readonly string[], value: string): void {
  let node: Form = target;
  for (const part of path.slice(0, -1)) {
    const next = node[part];
    node = typeof next === 'object' && !Array.isArray(next) ? next : (node[part] = Object.create(null) as Form);
  }
  const last = path.at(-1) ?? '';
  node[last === '' ? String(Object.keys(node).length) : last] = value;
}

/** Objects whose keys are 0, 1, 2 ... are arrays. */
function withArrays(value: FormValue): FormValue {
  if (typeof value === 'string' || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, withArrays(inner)] as const);
  if (entries.length > 0 && entries.every(([key], index) => key === String(index)))
    return entries.map(([, inner]) => inner);
  return Object.fromEntries(entries);
}

export function decodeForm(text: string): Form {
  const root = Object.create(null) as Form;
  for (const [key, value] of new URLSearchParams(text)) {
    const [, head = '', tail = ''] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(key) ?? [];
    if (head === '') throw invalid(`Invalid parameter name: ${key}`);
    put(root, [head, ...[...tail.matchAll(/\[([^[\]]*)\]/g)].map(([, part]) => part ?? '')], value);
  }
  return Object.fromEntries(Object.entries(root).map(([key, value]) => [key, withArrays(value)]));
}

/** Reads a form field by field, in Stripe's words when something is missing. */
export class Params {
  constructor(private readonly form: Form) {}

  text(name: string): string | undefined {
    const value = this.form[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  need(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw invalid(`Missing required param: ${name}.`, name, 'parameter_missing');
    return value;
  }

  /** Given, though perhaps as nothing. */
  has(name: string): boolean {
    return this.form[name] !== undefined;
  }

  int(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (!/^-?\d+$/.test(value)) throw invalid(`Invalid integer: ${value}`, name, 'parameter_invalid_integer');
    return Number(value);
  }

  flag(name: string): boolean {
    return this.text(name) === 'true';
  }

  object(name: string): Params {
    const value = this.form[name];
    return new Params(typeof value === 'object' && !Array.isArray(value) ? value : {});
  }

  objects(name: string): Params[] {
    const value = this.form[name];
    const items = Array.isArray(value) ? value : [];
    return items.map((item) => new Params(typeof item === 'object' && !Array.isArray(item) ? item : {}));
  }

  texts(name: string): string[] {
    const value = this.form[name];
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  }

  /** As at Stripe an empty value takes a key away. */
  metadata(before: Record<string, string> = {}, name = 'metadata'): Record<string, string> {
    const value = this.form[name];
    const given = typeof value === 'object' && !Array.isArray(value) ? value : {};
    const merged = { ...before };
    for (const [key, text] of Object.entries(given)) {
      if (text === '') delete merged[key];
      else if (typeof text === 'string') merged[key] = text;
    }
    return merged;
  }

  numbers(name: string): Record<string, Params> {
    const value = this.form[name];
    const given = typeof value === 'object' && !Array.isArray(value) ? value : {};
    return Object.fromEntries(
      Object.entries(given).map(([key, inner]) => [
        key,
        new Params(typeof inner === 'object' && !Array.isArray(inner) ? inner : {}),
      ]),
    );
  }
}
