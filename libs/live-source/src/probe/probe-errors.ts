import { InvalidResponseError } from 'tiktok-live-connector';
import { LiveSourceError } from '#libs/domain';
import type { LiveSourceErrorKind } from '#libs/domain';

/** HTTP answers of somebody who does not want to talk to this address. */
const UNWELCOME = [401, 403, 429];

/**
 * What the failed looks at a room mean together. That a user does not exist is the surest word, then that the
 * address is blocked; anything else may pass.
 */
export function classifyProbeErrors(errors: readonly unknown[], signal: AbortSignal): LiveSourceError {
  const options = { cause: errors.length === 1 ? errors[0] : new AggregateError(errors) };
  if (signal.aborted)
    return new LiveSourceError('transient', 'Looking at the room took too long or was stopped.', options);
  const kinds = errors.map(kindOf);
  const kind = (['user-not-found', 'address-blocked'] as const).find((one) => kinds.includes(one)) ?? 'transient';
  return new LiveSourceError(kind, messageOf(errors[kinds.indexOf(kind)]), options);
}

function kindOf(error: unknown): LiveSourceErrorKind {
  if (error instanceof LiveSourceError) return error.kind;
  const status = httpStatus(error);
  if (status !== undefined) return UNWELCOME.includes(status) ? 'address-blocked' : 'transient';
  if (error instanceof InvalidResponseError && error.message.includes('SIGI_STATE')) return kindOfPage(error.message);
  return isParseError(error) ? 'address-blocked' : 'transient';
}

/** A page with its state, but without a room in it, says nothing of blocks. */
function kindOfPage(message: string): LiveSourceErrorKind {
  return message.includes('LiveRoom') ? 'transient' : 'address-blocked';
}

/** The HTTP client is not ours to import: its errors are told by their shape. */
function httpStatus(error: unknown): number | undefined {
  if (!(error instanceof Error) || error.name !== 'HTTPError' || !('response' in error)) return undefined;
  const { response } = error;
  const known = typeof response === 'object' && response !== null && 'statusCode' in response;
  return known && typeof response.statusCode === 'number' ? response.statusCode : undefined;
}

function isParseError(error: unknown): boolean {
  return error instanceof Error && (error.name === 'ParseError' || error instanceof SyntaxError);
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/\s+/gu, ' ').slice(0, 300);
}
