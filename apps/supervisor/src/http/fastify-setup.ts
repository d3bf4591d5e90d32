import { FastifyAdapter } from '@nestjs/platform-fastify';

const BODY_LIMIT_BYTES = 64 * 1024;
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
export function createFastifyAdapter(trustedProxies: readonly string[]): FastifyAdapter {
  const adapter = new FastifyAdapter({
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
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
  fastify.addHook('onRequest', (_request, reply, done) => {
    reply.headers(SECURITY_HEADERS);
    done();
  });
  return adapter;
}
