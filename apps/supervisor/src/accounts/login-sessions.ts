import { randomUUID } from 'node:crypto';
import type { NewLoginSession } from '#libs/domain';
import { hashSecret, newSecret } from '../access/secrets.js';
import { deviceWords } from './device-words.js';

/** The browser at the other end. */
export interface Client {
  address: string;
  userAgent: string | undefined;
  /** Cookies as they came. */
  cookie: string | undefined;
}

/** Whatever happens, and however often it is used; idle for 14 days it ends too. */
export const SESSION_DAYS = 60;
const DAY_MS = 86_400_000;

/** A session for `client`: what its cookie holds, and what is stored. */
export function newLogin({ address, userAgent }: Client): { token: string; stored: NewLoginSession } {
  const token = newSecret();
  const expiresAt = new Date(Date.now() + SESSION_DAYS * DAY_MS);
  const device = deviceWords(userAgent);
  return { token, stored: { id: randomUUID(), tokenHash: hashSecret(token), device, address, expiresAt } };
}
