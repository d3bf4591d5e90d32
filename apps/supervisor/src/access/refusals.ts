import type { TokenScope } from '#libs/contracts';
import type { Refusal } from '#libs/domain';
import { ProblemError } from '../http/problem.js';
import { streamerNotFound } from '../streamers/known-id.js';

const CHALLENGE = { 'www-authenticate': 'Bearer realm="streamshape"' };

/** What a caller is told who may not come in. */
export function problemOfRefusal(refusal: Refusal, scope: TokenScope): ProblemError {
  const forbidden = (code: string, detail: string) => new ProblemError(403, code, detail);
  switch (refusal) {
    case 'sign-in': {
      const detail = 'Sign in, or send the header Authorization: Bearer and a token';
      return new ProblemError(401, 'AUTH.REQUIRED', detail, undefined, CHALLENGE);
    }
    case 'not-valid': {
      const detail = 'The token is not valid, or the session has ended. Sign in again';
      return new ProblemError(401, 'AUTH.REQUIRED', detail, undefined, CHALLENGE);
    }
    case 'session-needed':
      return forbidden('AUTH.SESSION_NEEDED', 'This is for signed-in browsers: a token does not reach it');
    case 'admin-needed':
      return forbidden('AUTH.ADMIN_NEEDED', 'This is for whoever runs this server');
    case 'scope-needed':
      return forbidden('AUTH.SCOPE_NEEDED', `The token lacks the scope "${scope}". Make one that has it`);
    case 'unverified':
      return forbidden('ACCOUNT.UNVERIFIED', 'Open the link in the mail that was sent to you first');
    case 'suspended':
      return forbidden('ACCOUNT.SUSPENDED', 'This account is suspended. Its owner can read why, and sign out');
    case 'not-theirs':
      return streamerNotFound();
  }
}

/** The account of a session went while it asked. */
export function sessionOver(): ProblemError {
  return new ProblemError(401, 'AUTH.REQUIRED', 'This account is gone. Sign in again', undefined, CHALLENGE);
}

export function tooMany(waitMs: number): ProblemError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  const detail = `Too many requests. Try again in ${seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`}`;
  return new ProblemError(429, 'REQUEST.TOO_MANY', detail, undefined, { 'retry-after': String(seconds) });
}
