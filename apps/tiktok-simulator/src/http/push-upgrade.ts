import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { FailureBook } from '../failures/failure-book.js';
import { PUSH_PATH } from './sign-routes.js';
import type { Backend } from './request-call.js';

/** Accepts push connections: the room id and the grant of the sign response must fit. */
export class PushUpgrade {
  private readonly server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 64 * 1024 });
  private readonly refused = new Set<Duplex>();

  constructor(private readonly backend: Backend) {}

  /** Refused or hung upgrades whose TCP connection the client has not given up yet. */
  get refusedOpen(): number {
    return this.refused.size;
  }

  handle(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', 'http://simulator');
    const roomId = url.searchParams.get('room_id') ?? '';
    const room = this.backend.findRoomById(roomId);
    const book: FailureBook = room?.failures ?? this.backend.failures;
    const failure = book.take(['upgrade-blocked', 'upgrade-hung']);
    const granted = room !== undefined && this.backend.grants.accepts(url.searchParams.get('wrss') ?? '', roomId);
    const refuse = (outcome: string, status: number, message: string): void => {
      this.backend.counters.record('push.refused', { handle: room?.handle, outcome });
      this.refuse(stream, status, message);
    };
    if (failure?.kind === 'upgrade-hung') return this.hang(stream, room?.handle);
    if (failure) return refuse('blocked', failure.status ?? 200, failure.message ?? 'DEVICE_BLOCKED');
    if (url.pathname !== PUSH_PATH) return refuse('wrong-path', 404, 'NOT_FOUND');
    if (!granted) return refuse('not-signed', 200, 'AUTH_FAILED');
    this.server.handleUpgrade(request, stream, head, (ws) => {
      this.backend.counters.record('push.open', { handle: room.handle, outcome: 'ok' });
      if (stream instanceof Socket) room.sockets.add(ws, stream, roomId);
    });
  }

  close(): void {
    for (const stream of this.refused) stream.destroy();
    this.server.close();
  }

  /** Answers without upgrading and leaves the connection open, as TikTok does: closing it is the client's part. */
  private refuse(stream: Duplex, status: number, message: string): void {
    this.keep(stream);
    stream.write(`HTTP/1.1 ${status} Refused\r\nHandshake-Msg: ${message}\r\nContent-Length: 0\r\n\r\n`);
  }

  private hang(stream: Duplex, handle: string | undefined): void {
    this.backend.counters.record('push.refused', { handle, outcome: 'upgrade-hung' });
    this.keep(stream);
  }

  private keep(stream: Duplex): void {
    this.refused.add(stream);
    stream.on('close', () => this.refused.delete(stream));
    // A reset after the refusal is the client's good right.
    stream.on('error', () => stream.destroy());
    stream.on('end', () => stream.end());
    stream.resume();
  }
}
