import { inspect } from 'node:util';
import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';
import { redactCredentials } from './redact.js';

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** Framework chatter at start-up that says nothing to an operator. */
const QUIET_CONTEXTS = new Set(['InstanceLoader', 'RouterExplorer', 'RoutesResolver', 'NestFactory']);

/**
 * Sends Nest's own lines through `logger`; pass it as `logger` to NestFactory.
 * It takes the place of nestjs-pino, whose root logger is one per process: two nodes of one process would log as one.
 */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write(QUIET_CONTEXTS.has(String(rest.at(-1))) ? 'debug' : 'info', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  private write(level: Level, message: unknown, rest: readonly unknown[]): void {
    const texts = rest.filter((value) => typeof value === 'string');
    const stack = texts.find((text) => /\n\s+at /.test(text));
    const context = texts.findLast((text) => text !== stack);
    const fields = {
      ...(context === undefined ? {} : { context }),
      ...(stack === undefined ? {} : { stack: redactCredentials(stack) }),
    };
    if (message instanceof Error) this.logger[level]({ ...fields, err: message }, redactCredentials(message.message));
    else if (typeof message === 'object') this.logger[level]({ ...fields, ...message });
    else this.logger[level](fields, redactCredentials(typeof message === 'string' ? message : inspect(message)));
  }
}
