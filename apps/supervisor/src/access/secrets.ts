import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Takes the same time whether and where the texts differ. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

/** 256 random bits for a cookie, link or token. */
export function newSecret(prefix = ''): string {
  return prefix + randomBytes(32).toString('base64url');
}

/** What is stored of it, hex. Enough for secrets that nobody can guess. */
export function hashSecret(secret: string): string {
  return digest(secret).toString('hex');
}

/** How every personal access token begins, so that it is known for what it is where it turns up. */
export const TOKEN_PREFIX = 'ss_';
