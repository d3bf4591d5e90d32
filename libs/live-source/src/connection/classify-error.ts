import {
  AuthenticatedWebSocketConnectionError,
  ErrorReason,
  InvalidResponseError,
  PremiumFeatureError,
  SchemaDecodeError,
  SignAPIError,
  SignatureRateLimitError,
  UserOfflineError,
} from 'tiktok-live-connector';
import { LiveSourceError } from '#libs/domain';
import type { LiveSourceErrorKind } from '#libs/domain';
import type { SignAnswer } from './sign-client.js';

/** What is known of a failed connection besides what was thrown. */
export interface FailureContext {
  /** ms since the epoch. */
  now: number;
  sign: SignAnswer;
  /** The push server's answer, where it refused the upgrade. */
  refusal?: { status: number; message: string } | undefined;
  /** The connect timeout passed. */
  timedOut: boolean;
  /** What must not get into logs, should the service repeat it. */
  key?: string | undefined;
}

/** When the service does not say until when: the shortest window of its quotas. */
const DEFAULT_RETRY_AFTER_MS = 60_000;
/** Some services answer with a time in another unit; and timers of Node overflow after 24 days. */
const MAX_RETRY_AFTER_MS = 60 * 60 * 1000;
const REFUSED = [401, 402, 403];

/** Says what a failed connect means. Whatever is not known may pass: `transient`. */
export function classifyConnectError(error: unknown, context: FailureContext): LiveSourceError {
  if (error instanceof LiveSourceError) return error;
  const kind = kindOf(error, context);
  const retryAfterMs = kind === 'sign-rate-limited' ? retryAfterOf(error, context) : headerRetryAfter(context);
  return new LiveSourceError(kind, withoutKey(describe(error, context), context), {
    cause: withoutKeyIn(error, context),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function kindOf(error: unknown, context: FailureContext): LiveSourceErrorKind {
  const { sign, refusal, timedOut } = context;
  if (sign.timedOut) return 'sign-outage';
  if (timedOut) return sign.status === undefined ? 'sign-outage' : 'transient';
  if (refusal) return kindOfRefusal(refusal);
  if (error instanceof UserOfflineError) return 'offline';
  if (error instanceof SignatureRateLimitError) return 'sign-rate-limited';
  if (error instanceof PremiumFeatureError) return 'sign-refused';
  if (error instanceof AuthenticatedWebSocketConnectionError) return 'sign-refused';
  // The library's own formatter fails on short messages of 402 and 429.
  if (isShortMessageBug(error)) return sign.status === 429 ? 'sign-rate-limited' : 'sign-refused';
  if (error instanceof SignAPIError) return kindOfSignError(error, sign.status);
  const broken = [SchemaDecodeError, SyntaxError, InvalidResponseError].some((type) => error instanceof type);
  return broken ? 'sign-outage' : 'transient';
}

/** An overloaded push server says nothing about this device. */
function kindOfRefusal({ status, message }: { status: number; message: string }): LiveSourceErrorKind {
  return status >= 500 && !message.includes('BLOCKED') ? 'transient' : 'device-blocked';
}

function kindOfSignError(error: SignAPIError, status: number | undefined): LiveSourceErrorKind {
  if (status !== undefined && REFUSED.includes(status)) return 'sign-refused';
  // Another 4xx is about this room alone: it must not stop everybody's signing.
  const aboutRequest = status !== undefined && status >= 400 && status < 500;
  return error.reason === ErrorReason.SIGN_NOT_200 && aboutRequest ? 'transient' : 'sign-outage';
}

function isShortMessageBug(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes('Invalid count value');
}

function retryAfterOf(error: unknown, context: FailureContext): number {
  const { now } = context;
  const told = error instanceof SignatureRateLimitError ? waits(error.retryAfter, error.resetTime, now) : [];
  return longest([...told, ...headerWaits(context)]) ?? DEFAULT_RETRY_AFTER_MS;
}

/** A waiting time that came with an answer which the library could not read. */
function headerRetryAfter(context: FailureContext): number | undefined {
  const { status } = context.sign;
  return status !== undefined && status >= 400 ? longest(headerWaits(context)) : undefined;
}

function headerWaits({ sign, now }: FailureContext): number[] {
  return waits(Number(sign.headers['retry-after']) * 1000, Number(sign.headers['x-ratelimit-reset']) * 1000, now);
}

/** A time that is far off after a conversion from seconds was in ms before. */
const FAR_OFF = 100 * 365 * 24 * 3_600_000;

function waits(retryAfterMs: number, resetTime: number | undefined, now: number): number[] {
  const reset = resetTime ?? 0;
  return [retryAfterMs, (reset > now + FAR_OFF ? reset / 1000 : reset) - now];
}

/** What is negative, no number, or years away says nothing. */
function longest(given: readonly number[]): number | undefined {
  const sane = given.filter((wait) => wait > 0 && wait < FAR_OFF);
  return sane.length === 0 ? undefined : Math.min(Math.max(...sane), MAX_RETRY_AFTER_MS);
}

function withoutKey(text: string, { key }: FailureContext): string {
  return key ? text.replaceAll(key, '[key]') : text;
}

/** The error itself, unless it tells the key: then its message alone, without. */
function withoutKeyIn(error: unknown, context: FailureContext): unknown {
  const told = error instanceof Error ? `${error.stack} ${error.message}` : String(error);
  return context.key && told.includes(context.key) ? new Error(withoutKey(told, context)) : error;
}

const MAX_MESSAGE = 300;

/** For logs: short, in one line, without the body of an answer. */
function describe(error: unknown, { refusal, timedOut, sign }: FailureContext): string {
  if (sign.timedOut) return 'Timed out while signing.';
  if (timedOut) return `Timed out while ${sign.status === undefined ? 'signing' : 'connecting'}.`;
  if (refusal) return `The push server answered ${refusal.status} ${refusal.message}`.trim();
  const message = error instanceof Error ? error.message : String(error);
  const failed = sign.status !== undefined && sign.status >= 400;
  // What the library could not read it quotes; what it could, it repeats whole behind "Payload:".
  if (failed && !(error instanceof SignAPIError)) return `The signing service answered ${sign.status}, unreadably.`;
  const [head = ''] = message.split('Payload:');
  return head.replace(/\s+/gu, ' ').trim().slice(0, MAX_MESSAGE);
}
