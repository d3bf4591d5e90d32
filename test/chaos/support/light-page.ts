import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { ServerMessage } from '#libs/contracts';

/** A page that keeps nothing but figures, so that many of them under load do not slow down the harness. */
export class LightPage {
  problems = 0;
  items = 0;
  closed = false;
  latencies: number[] = [];
  private offset = 0;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => this.receive(JSON.parse(data.toString()) as ServerMessage));
    socket.on('close', () => (this.closed = true));
    socket.on('error', () => undefined);
  }

  static async join(url: string, key: string): Promise<LightPage> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/socket`);
    const page = new LightPage(socket);
    await once(socket, 'open');
    socket.send(JSON.stringify({ event: 'hello', data: { v: 1, key, widget: 'feed' } }));
    await once(socket, 'message');
    return page;
  }

  private receive(message: ServerMessage): void {
    if (message.event === 'welcome' || message.event === 'snapshot') this.offset = message.data.position.offset;
    if (message.event !== 'events') return;
    const { from, to, items } = message.data;
    if (from !== this.offset) this.problems += 1;
    this.offset = to;
    this.items += items.length;
    const now = Date.now();
    for (const { event } of items) this.latencies.push(now - event.receivedAt);
  }
}
