import { HttpException } from '@nestjs/common';
import { AccountGoneError, AccountHasStreamerError, BadCursorError, HandleTakenError } from '#libs/domain';
import { PasswordsBusyError } from '#libs/passwords';
import { isDatabaseUnavailable } from '#libs/persistence';
import { sessionOver } from '../access/refusals.js';
import { ProblemError } from './problem.js';

/** Codes and words for what the HTTP layer refuses by itself, by status. */
const REFUSALS: Record<number, readonly [code: string, detail: string]> = {
  400: ['REQUEST.MALFORMED', 'The request body is not valid JSON'],
  404: ['ROUTE.NOT_FOUND', 'There is nothing at this address'],
  413: ['REQUEST.TOO_LARGE', 'The request body is too large'],
  415: ['REQUEST.UNSUPPORTED_MEDIA_TYPE', 'The request body must be application/json'],
};

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number') return error.statusCode;
  return undefined;
}

/** Translates any error for the outside. What nobody expected becomes a 500 that gives nothing away. */
export function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof HandleTakenError) {
    const errors = [{ path: 'handle', message: 'belongs to another streamer' }];
    return new ProblemError(409, error.code, 'Another streamer follows this handle', errors);
  }
  if (error instanceof AccountHasStreamerError) {
    const detail = 'This account follows a handle already. Change that one instead';
    return new ProblemError(409, error.code, detail);
  }
  if (error instanceof AccountGoneError) return sessionOver();
  if (error instanceof PasswordsBusyError) {
    const detail = 'Too many people sign in at the moment. Try again';
    return new ProblemError(503, 'SERVICE.BUSY', detail, undefined, { 'retry-after': '5' });
  }
  if (error instanceof BadCursorError) {
    return new ProblemError(400, error.code, undefined, [{ path: 'cursor', message: error.message }]);
  }
  if (isDatabaseUnavailable(error)) {
    const detail = 'The database is not to be reached at the moment';
    return new ProblemError(503, 'SERVICE.UNAVAILABLE', detail, undefined, { 'retry-after': '5' });
  }
  const status = statusOf(error);
  if (status === undefined || status < 400 || status >= 500) return new ProblemError(500, 'INTERNAL');
  const [code, detail] = REFUSALS[status] ?? ['REQUEST.REFUSED', undefined];
  return new ProblemError(status, code, detail);
}
