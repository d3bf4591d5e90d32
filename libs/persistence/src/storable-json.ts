/**
 * JSON that a jsonb column takes: without NUL characters and unpaired surrogates, which PostgreSQL refuses and
 * viewers' texts may hold.
 */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'string' ? member.replaceAll('\0', '').toWellFormed() : member,
  );
}
