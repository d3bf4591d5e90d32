import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** `frozen`: connections stay, nothing passes, and what came meanwhile passes afterwards. `reset`: none can be had. */
type Mode = 'open' | 'frozen' | 'reset';

/** The append script's own words: the publish command, then the streamer. */
const APPEND = /PUBLISH\r\n\$36\r\n([0-9a-f-]{36})\r\n/g;

/** The way of one process to Redis, which can be cut without Redis or anybody else noticing. */
export class RedisProxy implements AsyncDisposable {
  /** When the process last wanted to append for a streamer, ms since 1970, whether it came through or not. */
  readonly tried = new Map<string, number>();
  private readonly sockets = new Set<Socket>();
  private held: (() => void)[] = [];
  private mode: Mode = 'open';

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {
    server.on('connection', (client) => this.forward(client));
  }

  static async before(redisUrl: string): Promise<RedisProxy> {
    const server = createServer();
    const proxy = new RedisProxy(server, new URL(redisUrl));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get url(): string {
    const address = new URL(this.target);
    address.port = String((this.server.address() as AddressInfo).port);
    return address.href;
  }

  cut(how: 'frozen' | 'reset'): void {
    this.mode = how;
    if (how === 'reset') for (const socket of this.sockets) socket.resetAndDestroy();
  }

  /** What was held passes now, in its order. */
  heal(): void {
    this.mode = 'open';
    for (const pass of this.held.splice(0)) pass();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private forward(client: Socket): void {
    if (this.mode === 'reset') {
      client.on('error', () => undefined);
      client.resetAndDestroy();
      return;
    }
    const upstream = connect(Number(this.target.port), this.target.hostname);
    client.on('data', (chunk) => this.note(chunk));
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.sockets.add(one);
      one.on('data', (chunk) => {
        const pass = () => void other.write(chunk);
        if (this.mode === 'open') pass();
        else this.held.push(pass);
      });
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
  }

  private note(chunk: Buffer): void {
    for (const [, streamerId] of chunk.toString('latin1').matchAll(APPEND)) this.tried.set(streamerId!, Date.now());
  }
}
