import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** An address that stays while the server behind it changes, as a load balancer or a virtual address does it. */
export class MovingAddress implements AsyncDisposable {
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private target: number,
  ) {
    server.on('connection', (client) => this.forward(client));
  }

  static async before(targetPort: number): Promise<MovingAddress> {
    const server = createServer();
    const address = new MovingAddress(server, targetPort);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return address;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Ends every connection; those that come from now on go to `targetPort`. */
  moveTo(targetPort: number): void {
    this.target = targetPort;
    this.cut();
  }

  /** From now on nothing passes over the connections that there are, as if the line were cut: nobody is told. */
  hold(): void {
    for (const socket of this.sockets) socket.pause();
  }

  /** What was held arrives. */
  release(): void {
    for (const socket of this.sockets) socket.resume();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private forward(client: Socket): void {
    const upstream = connect(this.target, '127.0.0.1');
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  }
}
