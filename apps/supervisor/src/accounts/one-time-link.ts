import type { OneTimePurpose, OneTimeToken } from '#libs/domain';
import { hashSecret, newSecret } from '../access/secrets.js';
import { RESET_HOURS, VERIFY_HOURS } from './account-mails.js';

const HOUR_MS = 3_600_000;

/** A token for a mail, and what is stored of it. */
export function oneTimeLink(
  purpose: OneTimePurpose,
  email: string,
  bound: { browser?: string; passwordHash?: string } = {},
): { token: string; stored: OneTimeToken } {
  const token = newSecret();
  const hours = purpose === 'reset-password' ? RESET_HOURS : VERIFY_HOURS;
  const stored = {
    ...{ tokenHash: hashSecret(token), purpose, email, passwordHash: bound.passwordHash ?? null },
    browserHash: bound.browser === undefined ? null : hashSecret(bound.browser),
    expiresAt: new Date(Date.now() + hours * HOUR_MS),
  };
  return { token, stored };
}
