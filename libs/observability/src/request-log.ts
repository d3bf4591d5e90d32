import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Logger } from './logger.js';
import type { Metrics } from './metrics.js';
import { redactTarget } from './redact.js';

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

/**
 * Logs each finished request once (probes at `debug`), with the streamer that it was about, and measures it. Widget keys and query strings are left out:
 * the log shows the path with UUIDs censored, the metric the route's pattern.
 */
export function observeRequests(adapter: FastifyAdapter, logger: Logger, metrics: Metrics): void {
  const duration = metrics.histogram({
    name: 'streamshape_http_request_duration_seconds',
    help: 'Time from request to answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
  });
  adapter.getInstance().addHook('onResponse', (request, reply, done) => {
    const { method, url, id: requestId } = request;
    const status = reply.statusCode;
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
    duration.observe({ method, route, status }, reply.elapsedTime / 1000);
    const level = status >= 500 ? 'warn' : QUIET.test(url) ? 'debug' : 'info';
    logger[level](
      {
        ...{ requestId, method, path: redactTarget(url), ...streamerOf(route, request.params), status },
        ms: Math.round(reply.elapsedTime),
      },
      'request completed',
    );
    done();
  });
}
