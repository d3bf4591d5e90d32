import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Tracer, TraceSpan } from '#libs/domain';
import type { Logger } from './logger.js';
import type { Metrics } from './metrics.js';
import { redactTarget } from './redact.js';
import { withinRequest } from './request-context.js';

/** Routes about one streamer: the id in them is no key, so it may be told. */
const ABOUT_STREAMER = /\/(?:streamers\/:(id)|brokers\/:(streamerId))(?:\/|$)/;
const UUID = /^[0-9a-f-]{36}$/i;

/** Whom a request was about, as lines of workers and gateways name them. */
function streamerOf(route: string, params: unknown): { streamerId?: string } {
  const [, id, other] = ABOUT_STREAMER.exec(route) ?? [];
  const name = id ?? other;
  const value = name === undefined ? undefined : (params as Record<string, unknown>)[name];
  return typeof value === 'string' && UUID.test(value) ? { streamerId: value.toLowerCase() } : {};
}

const QUIET = /^\/(health\/|metrics$)/;

function routeOf(request: FastifyRequest): string {
  return request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
}

/**
 * Every log line that a request causes has its id, and that of its trace. A `traceparent` that comes with a request is
 * not believed: strangers would decide what is recorded.
 */
function correlate(
  fastify: FastifyInstance,
  tracer: Tracer | undefined,
): (request: FastifyRequest) => TraceSpan | undefined {
  const spans = new WeakMap<object, TraceSpan>();
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { id: requestId, method, url } = request;
    const route = routeOf(request);
    const attributes = { 'http.request.method': method, 'http.route': route, 'streamshape.request_id': requestId };
    const span = QUIET.test(url) ? undefined : tracer?.start(`${method} ${route}`, { kind: 'server', attributes });
    if (span) spans.set(request, span);
    withinRequest({ requestId, ...(span ? { traceId: span.traceId } : {}) }, done);
  });
  return (request) => spans.get(request);
}

/**
 * Logs each finished request once (probes at `debug`) with the streamer it was about, measures it, and traces it where
 * there is a tracer. Widget keys and query strings are left out: the log shows the path with UUIDs censored, metric and
 * trace the route's pattern.
 */
export function observeRequests(adapter: FastifyAdapter, logger: Logger, metrics: Metrics, tracer?: Tracer): void {
  const duration = metrics.histogram({
    name: 'streamshape_http_request_duration_seconds',
    help: 'Time from request to answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
  });
  const fastify = adapter.getInstance();
  const spanOf = correlate(fastify, tracer);
  fastify.addHook('onResponse', (request, reply, done) => {
    const { method, url, id: requestId } = request;
    const status = reply.statusCode;
    const route = routeOf(request);
    const span = spanOf(request);
    span?.end({
      attributes: { 'http.response.status_code': status },
      ...(status >= 500 ? { error: String(status) } : {}),
    });
    duration.observe({ method, route, status }, reply.elapsedTime / 1000);
    const level = status >= 500 ? 'warn' : QUIET.test(url) ? 'debug' : 'info';
    const trace = span ? { traceId: span.traceId } : {};
    logger[level](
      {
        ...{ requestId, ...trace, method, path: redactTarget(url), ...streamerOf(route, request.params), status },
        ms: Math.round(reply.elapsedTime),
      },
      'request completed',
    );
    done();
  });
}
