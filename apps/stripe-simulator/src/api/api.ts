import { createHash } from 'node:crypto';
import { StripeProblem } from '../engine/stripe-error.js';
import type { Subscriptions } from '../engine/subscriptions.js';
import type { Timeline } from '../engine/timeline.js';
import type { World } from '../engine/world.js';
import { expand, type ApiAnswer, type ApiRoute } from './call.js';
import { catalogueRoutes } from './catalogue-routes.js';
import { checkoutRoutes } from './checkout-routes.js';
import { customerRoutes } from './customer-routes.js';
import { decodeForm, Params } from './form.js';
import { subscriptionRoutes } from './subscription-routes.js';

export interface ApiRequest {
  method: string;
  path: string;
  query: string;
  body: string;
  authorization: string | undefined;
  idempotencyKey: string | undefined;
}

export interface ApiResponse {
  status: number;
  body: ApiAnswer;
  replayed?: boolean;
}

const REMEMBERED_KEYS = 10_000;

/** Stripe's HTTP interface, as far as it is needed here: the real SDK talks to it. */
export class Api {
  private readonly routes: Record<string, ApiRoute>;
  private readonly seen = new Map<string, { fingerprint: string; response: ApiResponse }>();
  /** So many of the next requests are answered with 500. */
  failNext = 0;
  /** So are all that name one of these, until it is taken out. */
  readonly failAbout = new Set<string>();

  constructor(
    private readonly world: World,
    private readonly secretKey: string,
    subscriptions: Subscriptions,
    timeline: Timeline,
  ) {
    this.routes = {
      ...catalogueRoutes(world),
      ...customerRoutes(world, subscriptions),
      ...subscriptionRoutes(world, subscriptions),
      ...checkoutRoutes(world, timeline),
    };
  }

  handle(request: ApiRequest): ApiResponse {
    try {
      this.authenticate(request.authorization);
      if (this.failNext > 0) {
        this.failNext -= 1;
        throw new StripeProblem(500, 'api_error', 'An unknown error occurred');
      }
      const named = `${request.path} ${request.query} ${request.body}`;
      if ([...this.failAbout].some((id) => named.includes(id))) {
        throw new StripeProblem(500, 'api_error', 'An unknown error occurred about this');
      }
      return request.method === 'POST' ? this.once(request) : this.answer(request);
    } catch (error) {
      return problemOf(error);
    }
  }

  /** The same key again gets the same answer, also a failure, but for what was refused before anything was done. */
  private once(request: ApiRequest): ApiResponse {
    const { idempotencyKey: key } = request;
    if (key === undefined) return this.answer(request);
    const fingerprint = createHash('sha256').update(`${request.path}\n${request.body}`).digest('hex');
    const before = this.seen.get(key);
    if (before && before.fingerprint !== fingerprint) {
      throw new StripeProblem(
        ...([400, 'idempotency_error'] as const),
        `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      );
    }
    if (before) return { ...before.response, replayed: true };
    const response = attempt(() => this.answer(request));
    if (response.status === 400 || response.status === 404) return response;
    this.seen.set(key, { fingerprint, response });
    const oldest = this.seen.keys().next();
    if (this.seen.size > REMEMBERED_KEYS && !oldest.done) this.seen.delete(oldest.value);
    return response;
  }

  private answer({ method, path, query, body }: ApiRequest): ApiResponse {
    const params = new Params(decodeForm(method === 'POST' ? body : query));
    const [route, id] = this.find(method, path);
    const answer = route({ method: method as 'GET', path, params }, id);
    return { status: 200, body: expand(structuredClone(answer), params.texts('expand'), this.world) };
  }

  private find(method: string, path: string): [ApiRoute, string] {
    const exact = this.routes[`${method} ${path}`];
    if (exact) return [exact, ''];
    const parts = path.split('/');
    for (let index = parts.length - 1; index > 1; index--) {
      const pattern = parts.with(index, ':id').join('/');
      const route = this.routes[`${method} ${pattern}`];
      if (route) return [route, decodeURIComponent(parts[index] ?? '')];
    }
    throw new StripeProblem(404, 'invalid_request_error', `Unrecognized request URL (${method}: ${path}).`);
  }

  private authenticate(authorization: string | undefined): void {
    const given = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1] ?? '';
    if (given === this.secretKey) return;
    const shown = given.length > 8 ? `${given.slice(0, 8)}****` : '****';
    throw new StripeProblem(401, 'invalid_request_error', `Invalid API Key provided: ${shown}`);
  }
}

function attempt(work: () => ApiResponse): ApiResponse {
  try {
    return work();
  } catch (error) {
    return problemOf(error);
  }
}

function problemOf(error: unknown): ApiResponse {
  if (error instanceof StripeProblem) {
    return { status: error.status, body: { error: { type: error.type, message: error.message, ...error.more } } };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { status: 500, body: { error: { type: 'api_error', message } } };
}
