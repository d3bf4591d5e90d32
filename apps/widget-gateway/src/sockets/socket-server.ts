import type { IncomingMessage, Server } from 'node:http';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import {
  CLOSE_CODES,
  clientMessageSchema,
  MAX_CLIENT_MESSAGE_BYTES,
  type ClientMessage,
  type FaultReportMessage,
} from '#libs/contracts';
import { type PageIdentity, PageSocket } from './page-socket.js';
import { RateLimit } from './rate-limit.js';
import type { WidgetHub } from './widget-hub.js';

export interface SocketServerOptions {
  helloTimeoutMs: number;
  onError(what: string, error: unknown): void;
  /** Something went wrong on a page. */
  onReport?(page: PageIdentity | undefined, fault: FaultReportMessage): void;
}

/** Reports that one page may make; the rest is dropped without a word. */
const REPORTS = { burst: 5, perSecond: 1 / 60 };

/** Messages of one page: a burst of acknowledgements is normal, a flood is not. */
const MESSAGES = { burst: 100, perSecond: 20 };

/** How OBS names itself, at the end of what Chromium says. */
const OBS = /\bOBS\/\d/;

/** The WebSocket endpoint `/socket`: parses and checks messages, and gives well-formed ones to the hub. */
export class SocketServer {
  private readonly server: WebSocketServer;
  private closing = false;

  constructor(
    private readonly hub: WidgetHub,
    private readonly options: SocketServerOptions,
  ) {
    this.server = new WebSocketServer({
      noServer: true,
      maxPayload: MAX_CLIENT_MESSAGE_BYTES,
      perMessageDeflate: false,
      clientTracking: true,
      autoPong: false,
    });
  }

  get connections(): number {
    return this.server.clients.size;
  }

  attach(http: Server): void {
    http.on('upgrade', (request, socket, head) => {
      // Node takes its own listener off: without one, a reset connection would end the process.
      socket.on('error', () => socket.destroy());
      const path = request.url?.split('?', 1)[0];
      if (path !== '/socket' || this.closing) {
        socket.end(
          `HTTP/1.1 ${this.closing ? '503 Service Unavailable' : '404 Not Found'}\r\nConnection: close\r\n\r\n`,
          () => socket.destroy(),
        );
        return;
      }
      this.server.handleUpgrade(request, socket, head, (webSocket) => this.accept(webSocket, request));
    });
  }

  /** Sends every page away with 1012: it comes back, with jitter, to whoever listens then. */
  async close(graceMs: number): Promise<void> {
    this.closing = true;
    for (const client of this.server.clients) client.close(CLOSE_CODES.restart, 'restarting');
    const deadline = performance.now() + graceMs;
    while (this.server.clients.size > 0 && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    for (const client of this.server.clients) client.terminate();
  }

  private accept(webSocket: WebSocket, request: IncomingMessage): void {
    const page = new PageSocket(webSocket, request.socket, OBS.test(request.headers['user-agent'] ?? ''));
    const limit = new RateLimit(MESSAGES);
    const reports = new RateLimit(REPORTS);
    let greeted = false;
    const helloTimer = setTimeout(() => page.close(CLOSE_CODES.noHello, 'no hello'), this.options.helloTimeoutMs);
    webSocket.on('message', (data, binary) => {
      if (!limit.take()) return page.close(CLOSE_CODES.tooMany, 'too many messages');
      const message = binary ? undefined : parseMessage(data);
      if (message === undefined) return page.close(CLOSE_CODES.badMessage, 'bad message');
      if (message.event === 'hello') {
        greeted = true;
        clearTimeout(helloTimer);
      }
      if (!greeted) return page.close(CLOSE_CODES.noHello, 'no hello');
      if (message.event !== 'report') this.handle(page, message);
      else if (reports.take()) this.options.onReport?.(page.identity, message.data);
    });
    webSocket.on('ping', (data) => {
      if (!limit.take() || page.outbound.slow) webSocket.terminate();
      else webSocket.pong(data);
    });
    // An oversize or broken frame: ws answers it with the close code that belongs to it.
    webSocket.on('error', () => undefined);
    webSocket.on('close', () => {
      clearTimeout(helloTimer);
      page.greeting += 1;
      this.hub.leave(page);
    });
  }

  private handle(page: PageSocket, message: Exclude<ClientMessage, { event: 'report' }>): void {
    switch (message.event) {
      case 'ping':
        page.send('pong', {});
        return;
      case 'hello':
        this.run('answering hello', page, this.hub.greet(page, message.data));
        return;
      case 'started':
      case 'shown':
        this.run('storing acknowledgements', page, this.hub.acknowledge(page, message.event, message.data.ids));
    }
  }

  private run(what: string, page: PageSocket, work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.options.onError(what, error);
      // The page comes back and says again what it had started.
      page.close(CLOSE_CODES.tryLater, 'try later');
    });
  }
}

/** A single socket always gives one buffer; the other forms are for settings that this server does not use. */
function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return Buffer.isBuffer(data) ? data.toString() : Buffer.from(data).toString();
}

function parseMessage(data: RawData): ClientMessage | undefined {
  try {
    const parsed = clientMessageSchema.safeParse(JSON.parse(textOf(data)));
    return parsed.success ? parsed.data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
