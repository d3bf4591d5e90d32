import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Caller } from '#libs/domain';
import { redactTarget, type Logger } from '#libs/observability';
import { problemOf } from '../http/problem-of-error.js';
import { toProblem } from '../http/problem.js';
import type { AccessService } from './access.service.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls, and may: set before the body is read. */
    caller: Caller | null;
  }
}

/**
 * Asks `access` about every request before its body is read: a stranger learns nothing from how it is parsed, and costs
 * nothing. Call it before routes are made.
 */
export function installAccess(fastify: FastifyInstance, access: AccessService, logger: Logger): void {
  fastify.decorateRequest('caller', null);
  fastify.addHook('onRequest', async (request: FastifyRequest, reply) => {
    const { method, url, headers, ip: address } = request;
    try {
      request.caller = await access.admit({
        ...{ method, url, headers, address },
        pattern: request.is404 ? undefined : request.routeOptions.url,
        parameters: request.params as Record<string, string | undefined>,
      });
    } catch (error) {
      const problem = problemOf(error);
      if (problem.status >= 500) {
        logger.warn({ err: error, method, path: redactTarget(url), requestId: request.id }, 'request failed');
      }
      await reply
        .code(problem.status)
        .headers({ 'cache-control': 'no-store', ...problem.headers })
        .type('application/problem+json')
        .send(JSON.stringify(toProblem(problem)));
    }
  });
}
