import type { Problem } from '#libs/contracts';

/** What went wrong with a request, in words for the person at the screen. */
export class ApiError extends Error {
  constructor(
    /** HTTP status; 0 when the server was not reached. */
    readonly status: number,
    readonly code: string,
    message: string,
    /** What is wrong with single fields, by name. */
    readonly fields: Readonly<Record<string, string>> = {},
    /** Seconds after which another try makes sense. */
    readonly retryAfter?: number,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

const BY_STATUS: Record<number, string> = {
  0: 'Your server did not answer. Check your internet connection; we keep trying.',
  401: 'You are signed out. Sign in again to go on.',
  403: 'Your account may not do this.',
  404: 'This is not there any more.',
  409: 'Something changed in the meantime. Look again, then repeat it.',
  413: 'That is too large.',
  429: 'Too many tries. Wait a moment, then try again.',
  500: 'Something broke on our side. It is written down; try again in a moment.',
  502: 'A part of the service is restarting. Try again in a moment.',
  503: 'A part of the service is not available right now. Try again in a moment.',
  504: 'A part of the service took too long. Try again in a moment.',
};

const FALLBACK = 'That did not work. Try again in a moment.';

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'status' in body;
}

function waitOf(retryAfter: string | null): number | undefined {
  const seconds = Number(retryAfter ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : undefined;
}

function sentence(text: string): string {
  const upper = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(upper) ? upper : `${upper}.`;
}

function wordsFor(status: number, detail: string | undefined, wait: number | undefined): string {
  if (status === 429 && wait !== undefined) return `Too many tries. Try again in ${wait} seconds.`;
  // Details of these are written for scripts, or say nothing.
  if (detail === undefined || status === 401 || status === 500) return BY_STATUS[status] ?? FALLBACK;
  return sentence(detail);
}

/** Makes an answer that is no success into an error that can be shown. */
export function errorOf(status: number, body: unknown, retryAfter: string | null = null): ApiError {
  const wait = waitOf(retryAfter);
  if (!isProblem(body)) return new ApiError(status, 'UNKNOWN', BY_STATUS[status] ?? FALLBACK, {}, wait);
  const fields = Object.fromEntries((body.errors ?? []).map(({ path, message }) => [path, sentence(message)]));
  const detail = status === 401 && body.code !== 'AUTH.REQUIRED' ? sentence(body.detail ?? '') : undefined;
  const first = status === 400 ? Object.entries(fields)[0] : undefined;
  const words = first && !body.detail ? `${first[0]}: ${first[1]}` : wordsFor(status, body.detail, wait);
  return new ApiError(status, body.code, detail && detail !== '.' ? detail : words, fields, wait);
}

/** The server was not reached at all. */
export function unreachable(cause: unknown): ApiError {
  const error = new ApiError(0, 'NETWORK', BY_STATUS[0] ?? FALLBACK);
  error.cause = cause;
  return error;
}

/** What to show for anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof ApiError ? error.message : FALLBACK;
}
