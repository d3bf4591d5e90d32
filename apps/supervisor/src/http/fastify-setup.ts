import { FastifyAdapter } from '@nestjs/platform-fastify';
import { demandToken } from './bearer.guard.js';
import { ProblemError, toProblem } from './problem.js';

const BODY_LIMIT_BYTES = 64 * 1024;
/** Long lists, by the end of the route's address. */
const LARGE_BODIES = { ending: '/moderation', bytes: 1024 * 1024 };
/** A request that is not complete by then is ended; a file may come over a slow line. */
const REQUEST_MS = 120_000;
/** Of its headers alone. */
const HEADERS_MS = 10_000;
const UPLOADS = /^\/api\/v1\/streamers\/[^/?]+\/uploads(\?|$)/;

const SECURITY_HEADERS = {
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};

/** JSON bodies alone, bounded, and files where they are expected; safe headers on every answer, which a page may replace by its own. */
export function createFastifyAdapter(operatorToken: string): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: 'idle',
    requestTimeout: REQUEST_MS,
    http: { headersTimeout: HEADERS_MS },
  });
  const fastify = adapter.getInstance();
  fastify.removeContentTypeParser('text/plain');
  // A file is read by its route, which knows how much it may be.
  fastify.addContentTypeParser('*', (request, payload, done) => {
    if (UPLOADS.test(request.url)) return done(null, payload);
    done(Object.assign(new Error('Unsupported media type'), { statusCode: 415 }));
  });
  fastify.addHook('onRoute', (route) => {
    if (route.url.endsWith(LARGE_BODIES.ending)) route.bodyLimit = LARGE_BODIES.bytes;
  });
  fastify.addHook('onRequest', (_request, reply, done) => {
    reply.headers(SECURITY_HEADERS);
    done();
  });
  // Before a body is read: a stranger learns nothing from how it is parsed, and costs nothing.
  fastify.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/api/v1/')) return;
    try {
      demandToken(request.headers.authorization, operatorToken);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      await reply
        .code(error.status)
        .headers(error.headers)
        .type('application/problem+json')
        .send(JSON.stringify(toProblem(error)));
    }
  });
  return adapter;
}
