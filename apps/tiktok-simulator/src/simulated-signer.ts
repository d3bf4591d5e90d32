import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Counters } from './counters.js';
import { FailureBook } from './failures/failure-book.js';
import type { FailureKind, FailureSpec } from './failures/failure-spec.js';
import { json, write } from './http/answer.js';
import type { Answer } from './http/answer.js';
import type { Backend, Call } from './http/request-call.js';
import { SignRoutes } from './http/sign-routes.js';
import { QuotaBook } from './quota-book.js';

/**
 * Another signing service for the rooms of one simulator, on a port of its own: with its own counters, failures and
 * quotas. Failures of the simulator and of its rooms do not touch it.
 */
export class SimulatedSigner implements AsyncDisposable {
  readonly counters: Counters;
  readonly failures = new FailureBook();
  readonly quotas: QuotaBook;
  private readonly server: Server;
  private readonly routes: SignRoutes;

  constructor(simulator: Backend, pushHost: () => string) {
    const now = () => simulator.now();
    this.counters = new Counters(now);
    this.quotas = new QuotaBook(now);
    this.routes = new SignRoutes({
      now,
      counters: this.counters,
      failures: this.failures,
      quotas: this.quotas,
      grants: simulator.grants,
      findRoom: (handle) => simulator.findRoom(handle),
      findRoomById: (roomId) => simulator.findRoomById(roomId),
      failuresOf: () => this.failures,
      pushHost,
    });
    this.server = createServer((request, response) => write(response, this.answer(request)));
  }

  /** Starts listening on a free port of 127.0.0.1, or on the given one. */
  async listen(port = 0): Promise<{ url: string }> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', resolve);
    });
    return { url: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}` };
  }

  fail(spec: FailureSpec): void {
    this.failures.set(spec);
  }

  clearFailures(kind?: FailureKind): void {
    this.failures.clear(kind);
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  private answer(request: IncomingMessage): Answer {
    const host = request.headers.host ?? '127.0.0.1';
    const url = new URL(request.url ?? '/', `http://${host}`);
    const call: Call = { request, url, host, path: url.pathname };
    const connect = /^\/webcast\/rooms\/([^/]+)\/connect$/.exec(call.path)?.[1];
    if (connect !== undefined) return this.routes.connect(call, decodeURIComponent(connect));
    const anchor = /^\/webcast\/anchors\/([^/]+)\/room_id$/.exec(call.path)?.[1];
    if (anchor !== undefined) return this.routes.roomId(call, decodeURIComponent(anchor));
    return json(404, { error: `no route ${call.path}` });
  }
}
