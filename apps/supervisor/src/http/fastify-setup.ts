import { FastifyAdapter } from '@nestjs/platform-fastify';
import { refuseAddress } from '#libs/observability';

const BODY_LIMIT_BYTES = 64 * 1024;
/** Long lists, by the end of the route's address. */
const LARGE_BODIES = { ending: '/moderation', bytes: 1024 * 1024 };
/** A request that is not complete by then is ended; a file may come over a slow line. */
const REQUEST_MS = 120_000;
/** Of its headers alone. */
const HEADERS_MS = 10_000;
/** For requests that are under way when the process ends. */
const CLOSE_MS = 5000;
const WEBHOOK = /^\/webhooks\/stripe(\?|$)/;
/** Signed byte by byte: it must not be parsed first. Stripe's are at most a quarter of it. */
const WEBHOOK_TYPE = 'application/x-webhook';
const WEBHOOK_LIMIT_BYTES = 1024 * 1024;
const UPLOADS = /^\/api\/v1\/streamers\/[^/?]+\/uploads(\?|$)/;

const SECURITY_HEADERS = {
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};

/** JSON bodies alone, bounded, and files where they are expected; safe headers on every answer, which a page may replace by its own. */
export function createFastifyAdapter(trustedProxies: readonly string[], closeMs = CLOSE_MS): FastifyAdapter {
  const adapter = new FastifyAdapter({
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: 'idle',
    requestTimeout: REQUEST_MS,
    frameworkErrors: refuseAddress,
    http: { headersTimeout: HEADERS_MS },
  });
  const fastify = adapter.getInstance();
  // Connections over which nothing was asked yet count as busy, and browsers open such ones to be quicker later.
  fastify.addHook('preClose', (done) => {
    setTimeout(() => fastify.server.closeAllConnections(), closeMs).unref();
    done();
  });
  fastify.removeContentTypeParser('text/plain');
  // A file is read by its route, which knows how much it may be.
  fastify.addContentTypeParser('*', (request, payload, done) => {
    if (UPLOADS.test(request.url)) return done(null, payload);
    done(Object.assign(new Error('Unsupported media type'), { statusCode: 415 }));
  });
  fastify.addHook('onRoute', (route) => {
    if (route.url.endsWith(LARGE_BODIES.ending)) route.bodyLimit = LARGE_BODIES.bytes;
  });
  const raw = { parseAs: 'buffer', bodyLimit: WEBHOOK_LIMIT_BYTES } as const;
  fastify.addContentTypeParser(WEBHOOK_TYPE, raw, (_request, body, done) => done(null, body));
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.headers(SECURITY_HEADERS);
    const { headers } = request;
    const type = headers['content-type'];
    if (WEBHOOK.test(request.url)) headers['content-type'] = WEBHOOK_TYPE;
    else if (type?.startsWith(WEBHOOK_TYPE)) headers['content-type'] = 'application/octet-stream';
    done();
  });
  return adapter;
}
