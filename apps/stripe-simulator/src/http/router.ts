import type { IncomingMessage, ServerResponse } from 'node:http';
import { ZodError } from 'zod';
import { StripeProblem } from '../engine/stripe-error.js';
import type { SimulatorParts } from '../simulator-parts.js';
import { API_VERSION } from '../webhooks/endpoint.js';
import { ControlRoutes } from './control-routes.js';
import { readFont } from '../pages/font.js';
import { PageRoutes, type PageAnswer } from './page-routes.js';

const MAX_BODY_BYTES = 1024 * 1024;
const LOCAL_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

const json = (status: number, value: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
});

/** One port for everything: API, pages, and control. */
export class Router {
  private readonly pages: PageRoutes;
  private readonly control: ControlRoutes;
  private readonly font = readFont();
  private requests = 0;

  constructor(private readonly simulator: SimulatorParts) {
    this.pages = new PageRoutes(simulator);
    this.control = new ControlRoutes(simulator);
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    this.answer(request).then(
      (answer) => write(response, answer),
      (error: unknown) => write(response, problem(error)),
    );
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    // Names that merely resolve to this machine are not meant for it.
    if (!LOCAL_HOST.test(request.headers.host ?? ''))
      return json(421, { error: 'this server answers to localhost alone' });
    const url = new URL(request.url ?? '/', 'http://localhost');
    const method = request.method ?? 'GET';
    const body = await readBody(request);
    this.simulator.timeline.catchUp();
    const answer = this.route(request, { method, path: url.pathname, query: url.search.slice(1), body });
    if (method !== 'GET') this.simulator.saveSoon();
    return answer;
  }

  private route(request: IncomingMessage, call: { method: string; path: string; query: string; body: string }): Answer {
    const { method, path, body } = call;
    if (path.startsWith('/v1/') || path.startsWith('/v2/')) return this.api(request, call);
    if (path.startsWith('/_control')) {
      // A page elsewhere cannot send this type without asking first.
      const isJson = request.headers['content-type']?.startsWith('application/json') === true;
      if (method !== 'GET' && !isJson) return json(415, { error: 'send application/json' });
      const answer = this.control.answer(method, path, body === '' ? {} : (JSON.parse(body) as unknown));
      return answer === undefined ? json(404, { error: `no route ${path}` }) : json(200, answer);
    }
    if (path === '/health/live' || path === '/health/ready') return json(200, { status: 'ok' });
    if (path === '/outfit.woff2' && this.font) return fontAnswer(this.font);
    if (path === '/') return json(200, { name: 'Local Stripe of StreamShape', control: '/_control' });
    const page = this.pages.answer(path, method === 'POST' ? new URLSearchParams(body) : undefined);
    return page ? pageAnswer(page) : json(404, { error: `no route ${path}` });
  }

  private api(request: IncomingMessage, call: { method: string; path: string; query: string; body: string }): Answer {
    const key = request.headers['idempotency-key'];
    const result = this.simulator.api.handle({
      ...call,
      authorization: request.headers.authorization,
      idempotencyKey: typeof key === 'string' ? key : undefined,
    });
    this.requests += 1;
    return json(result.status, result.body, {
      ...{ 'request-id': `req_${this.requests}`, 'stripe-version': API_VERSION },
      ...(result.replayed && { 'idempotent-replayed': 'true' }),
    });
  }
}

function fontAnswer(body: Buffer): Answer {
  return { status: 200, headers: { 'content-type': 'font/woff2', 'cache-control': 'max-age=86400' }, body };
}

function pageAnswer(page: PageAnswer): Answer {
  if (page.kind === 'redirect') return { status: 303, headers: { location: page.to }, body: '' };
  if (page.kind === 'pdf') return { status: 200, headers: { 'content-type': 'application/pdf' }, body: page.body };
  const headers = {
    ...{ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; font-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
  };
  return { status: page.status, headers, body: page.body };
}

function problem(error: unknown): Answer {
  if (error instanceof ZodError || error instanceof SyntaxError) return json(400, { error: error.message });
  if (error instanceof StripeProblem) return json(error.status, { error: error.message });
  return json(500, { error: error instanceof Error ? error.message : String(error) });
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new StripeProblem(413, 'invalid_request_error', 'The body is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function write(response: ServerResponse, { status, headers, body }: Answer): void {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body);
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  response.end(bytes);
}
