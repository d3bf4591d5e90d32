import { BadCursorError } from '#libs/domain';

/** Place in the order (created, id). */
export interface PagePlace {
  createdAt: Date;
  id: string;
}

/** Milliseconds that are a date to PostgreSQL and JavaScript alike: up to the year 5138. */
const CURSOR_MS = /^\d{1,14}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function encodeCursor({ createdAt, id }: PagePlace): string {
  return Buffer.from(`${createdAt.getTime()}:${id}`).toString('base64url');
}

/** Rejects by throwing BadCursorError. */
export function decodeCursor(cursor: string): PagePlace {
  const [time = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(':', 2);
  if (!CURSOR_MS.test(time) || !UUID.test(id)) throw new BadCursorError('The cursor is not one of this list');
  return { createdAt: new Date(Number(time)), id };
}
