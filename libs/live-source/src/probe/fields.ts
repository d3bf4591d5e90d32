/** Reading answers that may hold anything. */

/** An object's fields; empty for anything else. */
export function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** A text or number as non-empty text. */
export function text(value: unknown): string | undefined {
  const string = typeof value === 'number' ? String(value) : value;
  return typeof string === 'string' && string !== '' ? string : undefined;
}

/** A whole number, which may come as text. */
export function status(value: unknown): number | undefined {
  const string = text(value);
  const number = string === undefined ? Number.NaN : Number(string);
  return Number.isSafeInteger(number) ? number : undefined;
}
