import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Stored {
  id: string;
  type: string;
  attributes: Record<string, unknown>;
}

const TYPES: [RegExp, string, string[]][] = [
  [/^\/monitors$/, 'monitor', ['url', 'monitor_type']],
  [/^\/heartbeats$/, 'heartbeat', ['name', 'period']],
  [/^\/status-pages$/, 'status_page', ['company_name', 'subdomain']],
  [/^\/status-pages\/\d+\/sections$/, 'status_page_section', ['name']],
  [/^\/status-pages\/\d+\/resources$/, 'status_page_resource', ['resource_id', 'resource_type', 'public_name']],
];

/** Speaks the part of Better Stack's Uptime API v2 that is used here, with its paging and its ways to say no. */
export class FakeBetterStack implements AsyncDisposable {
  readonly token = 'token-of-the-team';
  readonly collections = new Map<string, Stored[]>();
  readonly calls: string[] = [];
  /** Items of a page at most, whatever is asked for. */
  pageSize = 2;
  /** Monitors that the plan has room for. */
  monitorLimit = Infinity;
  /** Answers these before anything else, one each. */
  readonly trouble: { status: number; headers?: Record<string, string>; body?: string }[] = [];
  private lastId = 1000;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<FakeBetterStack> {
    const server = createServer((request, response) => {
      fake.handle(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const fake = new FakeBetterStack(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return fake;
  }

  names(path: string, field: string): unknown[] {
    return (this.collections.get(path) ?? []).map(({ attributes }) => attributes[field]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    const path = url.pathname.replace(/^\/api\/v2/, '');
    this.calls.push(`${request.method} ${path}`);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = chunks.length > 0 ? (JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>) : {};
    const send = (status: number, value: unknown, headers = {}) =>
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
    const trouble = this.trouble.shift();
    if (trouble) return void response.writeHead(trouble.status, trouble.headers).end(trouble.body);
    if (request.headers.authorization !== `Bearer ${this.token}`) {
      return void send(401, { errors: 'Invalid Team API token. How to find your Team API token: …' });
    }
    if (request.method === 'PATCH') return void this.change(path, body, send);
    const known = TYPES.find(([pattern]) => pattern.test(path));
    if (!known) return void send(404, { errors: 'Resource with provided ID was not found' });
    if (request.method === 'POST') return void this.add(path, known, body, send);
    this.page(path, url, send);
  }

  private page(path: string, url: URL, send: (status: number, value: unknown) => unknown): void {
    const all = this.collections.get(path) ?? [];
    const size = Math.min(this.pageSize, Number(url.searchParams.get('per_page') ?? 50));
    const page = Number(url.searchParams.get('page') ?? 1);
    const at = (number: number) => `${this.url}/api/v2${path}?page=${number}&per_page=${size}`;
    const last = Math.max(1, Math.ceil(all.length / size));
    send(200, {
      data: all.slice((page - 1) * size, page * size),
      pagination: {
        first: at(1),
        last: at(last),
        prev: page > 1 ? at(page - 1) : null,
        next: page < last ? at(page + 1) : null,
      },
    });
  }

  private add(
    path: string,
    [, type, required]: (typeof TYPES)[number],
    attributes: Record<string, unknown>,
    send: (status: number, value: unknown) => unknown,
  ): void {
    const missing = required.filter((field) => attributes[field] === undefined);
    if (missing.length > 0) {
      return void send(422, { errors: Object.fromEntries(missing.map((field) => [field, ["can't be blank"]])) });
    }
    const list = this.collections.get(path) ?? [];
    if (type === 'monitor' && list.length >= this.monitorLimit) {
      return void send(422, { errors: ['You have reached the monitors limit of your plan. Please upgrade.'] });
    }
    const id = String((this.lastId += 1));
    const given = type === 'heartbeat' ? { ...attributes, url: `${this.url}/api/v1/heartbeat/h${id}` } : attributes;
    const stored = { id, type, attributes: given };
    this.collections.set(path, [...list, stored]);
    send(201, { data: stored });
  }

  private change(
    path: string,
    changes: Record<string, unknown>,
    send: (status: number, value: unknown) => unknown,
  ): void {
    const [, collection, id] = /^(.*)\/(\d+)$/.exec(path) ?? [];
    const stored = this.collections.get(collection ?? '')?.find((one) => one.id === id);
    if (!stored) return void send(404, { errors: 'Resource with provided ID was not found' });
    Object.assign(stored.attributes, changes);
    send(200, { data: stored });
  }
}
