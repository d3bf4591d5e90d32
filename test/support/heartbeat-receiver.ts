import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What came for a part: `ok`, or `fail`. */
export type Beat = 'ok' | 'fail';

/** Takes heartbeats the way Better Stack does: any method, `/<part>` is well, `/<part>/fail` is not. */
export class HeartbeatReceiver implements AsyncDisposable {
  private readonly beats = new Map<string, { beat: Beat; at: number }[]>();
  /** Answers with this status. */
  status = 200;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<HeartbeatReceiver> {
    const server = createServer((request, response) => {
      const [, part = '', outcome] = (request.url ?? '').split('/');
      const list = receiver.beats.get(part) ?? [];
      receiver.beats.set(part, [...list, { beat: outcome === 'fail' ? 'fail' : 'ok', at: Date.now() }]);
      response.writeHead(receiver.status).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const receiver = new HeartbeatReceiver(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return receiver;
  }

  /** The configuration that sends every heartbeat here. */
  get environment(): Record<string, string> {
    return {
      BETTERSTACK_HEARTBEAT_SUPERVISOR_URL: `${this.url}/supervisor`,
      BETTERSTACK_HEARTBEAT_WORKERS_URL: `${this.url}/workers`,
      BETTERSTACK_HEARTBEAT_CANARY_URL: `${this.url}/canary`,
      BETTERSTACK_HEARTBEAT_STRIPE_URL: `${this.url}/stripe`,
      BETTERSTACK_HEARTBEAT_BACKUP_URL: `${this.url}/backup`,
    };
  }

  /** Everything that came for a part, oldest first. */
  of(part: string): { beat: Beat; at: number }[] {
    return this.beats.get(part) ?? [];
  }

  last(part: string): Beat | undefined {
    return this.of(part).at(-1)?.beat;
  }

  /**
   * What Better Stack would say of a heartbeat with this period and grace: down after a `fail`, or when none came in
   * time; undefined before the first.
   */
  verdict(part: string, periodMs: number, now = Date.now()): 'up' | 'down' | undefined {
    const last = this.of(part).at(-1);
    if (!last) return undefined;
    return last.beat === 'fail' || now - last.at > periodMs ? 'down' : 'up';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
