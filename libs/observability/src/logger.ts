import { pino, stdSerializers, type DestinationStream, type Logger } from 'pino';
import { currentRequest } from './request-context.js';
import { CENSORED, redactCredentials, redactedPaths, redactLine } from './redact.js';

export type { Logger } from 'pino';

export interface LoggerOptions {
  /** Which process this is: supervisor, worker, gateway. */
  role: string;
  /** Which one of its kind. */
  nodeId?: string;
  version?: string;
  /** pino's levels, or `silent`. Default `info`. */
  level?: string;
  /** Where lines go; standard output without it. */
  destination?: DestinationStream;
}

function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { message, stack, type } = stdSerializers.err(error);
  const code = 'code' in error ? { code: error.code } : {};
  return { type, ...code, message: redactCredentials(message), stack: redactCredentials(stack) };
}

/**
 * One JSON line per entry, with the time as ISO text and the level by name. Known secret fields are censored and
 * addresses lose their passwords; tokens, keys and e-mail addresses are known by their shape in any text. Each call makes an independent logger.
 */
export function createLogger(options: LoggerOptions): Logger {
  const { role, nodeId, version, level = 'info', destination } = options;
  return pino(
    {
      level,
      base: { role, ...(nodeId === undefined ? {} : { nodeId }), ...(version === undefined ? {} : { version }) },
      timestamp: pino.stdTimeFunctions.isoTime,
      // A line that names its request by itself is not made to name it twice.
      mixin: () => currentRequest() ?? {},
      mixinMergeStrategy: (own, common) => ({ ...common, ...own }),
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: serializeError, error: serializeError },
      // Whatever was written in whatever field or text.
      hooks: { streamWrite: redactLine },
      redact: { paths: redactedPaths, censor: CENSORED },
    },
    destination,
  );
}
