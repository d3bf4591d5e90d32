import { serverMessageSchema, type ServerMessage } from '#libs/contracts';
import type { CanaryEvent } from '#libs/domain';

const RECENT = 20;
const RETRY_MS = { first: 500, last: 10_000 };
/** A gateway says something at least every ten seconds. */
const MUTE_MS = 45_000;

/** A widget page without a browser, kept open for good: what it hears is what OBS would show. */
export class CanaryPage {
  welcome = false;
  source: string | undefined;
  lastEventAt: number | null = null;
  recent: CanaryEvent[] = [];
  private socket: WebSocket | undefined;
  private timer: NodeJS.Timeout | undefined;
  private mute: NodeJS.Timeout | undefined;
  private retryMs = RETRY_MS.first;
  private closed = false;

  constructor(
    private readonly gatewayUrl: string,
    private readonly key: string,
    private readonly now: () => number = Date.now,
  ) {
    this.connect();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    clearTimeout(this.mute);
    this.socket?.close();
  }

  private connect(): void {
    const socket = new WebSocket(`${this.gatewayUrl.replace(/^http/u, 'ws').replace(/\/$/u, '')}/socket`);
    this.socket = socket;
    socket.addEventListener('open', () => {
      const data = { v: 1, key: this.key, widget: 'feed', page: 'canary', preview: true };
      socket.send(JSON.stringify({ event: 'hello', data }));
    });
    socket.addEventListener('message', ({ data }) => this.hear(socket, data));
    // An error is followed by a close.
    socket.addEventListener('close', () => this.again(socket));
    this.listen(socket);
  }

  private again(socket: WebSocket): void {
    if (this.closed || this.socket !== socket) return;
    this.socket = undefined;
    this.welcome = false;
    this.source = undefined;
    clearTimeout(this.mute);
    this.timer = setTimeout(() => this.connect(), this.retryMs);
    this.retryMs = Math.min(RETRY_MS.last, this.retryMs * 2);
  }

  private listen(socket: WebSocket): void {
    clearTimeout(this.mute);
    this.mute = setTimeout(() => {
      socket.close();
      this.again(socket);
    }, MUTE_MS);
  }

  private hear(socket: WebSocket, data: unknown): void {
    if (this.closed || this.socket !== socket || typeof data !== 'string') return;
    this.listen(socket);
    const message = parse(data);
    if (message) this.take(message);
  }

  private take(message: ServerMessage): void {
    if (message.event === 'welcome') {
      this.welcome = true;
      this.source = message.data.source.state;
      this.retryMs = RETRY_MS.first;
    }
    if (message.event === 'source') this.source = message.data.state;
    if (message.event !== 'events') return;
    const shownAt = this.now();
    for (const { event } of message.data.items) {
      // What we say ourselves is no sign of life of TikTok.
      if (event.type.startsWith('stream.') || event.type.startsWith('source.')) continue;
      this.lastEventAt = shownAt;
      this.recent = [...this.recent, { at: event.at, receivedAt: event.receivedAt, shownAt }].slice(-RECENT);
    }
  }
}

/** A newer gateway may say what this version does not understand. */
function parse(text: string): ServerMessage | undefined {
  try {
    return serverMessageSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
