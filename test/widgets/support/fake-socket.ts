import type { WebSocket } from 'ws';
import { type Hello, type ServerMessage, type WidgetType, clientMessageSchema, isWidgetType } from '#libs/contracts';
import type { FakeRoom } from './fake-room.js';

/** The gateway's end of one page's socket. */
export class FakeSocket {
  widget: WidgetType = 'feed';
  private at: number | undefined;

  constructor(
    private readonly room: FakeRoom,
    private readonly socket: WebSocket,
    /** Where messages go that break the protocol. */
    private readonly violations: string[],
  ) {
    socket.on('message', (data: Buffer) => this.receive(data.toString()));
    socket.on('close', () => room.sockets.delete(this));
  }

  send(message: ServerMessage): void {
    this.socket.send(JSON.stringify(message));
  }

  close(code: number): void {
    this.room.sockets.delete(this);
    this.socket.close(code);
  }

  follow(resumed = false): void {
    if (this.at === undefined) return;
    const from = this.at;
    const items = this.room.itemsFor(this.widget, from, resumed);
    this.at = this.room.position.offset;
    this.send({ event: 'events', data: { from, to: this.at, items } });
  }

  forgetTo(offset: number): void {
    this.at = offset;
  }

  private receive(text: string): void {
    const parsed = clientMessageSchema.safeParse(JSON.parse(text));
    if (!parsed.success || text.length > 16_384) {
      this.violations.push(text.slice(0, 500));
      return this.close(4400);
    }
    const message = parsed.data;
    if (message.event === 'ping') return this.send({ event: 'pong', data: {} });
    if (message.event === 'hello') return this.greet(message.data);
    if (message.event === 'report') return void this.room.reports.push(message.data);
    this.room.acknowledge(message.event, message.data.ids);
  }

  private greet(hello: Hello): void {
    const refused = this.room.accepts(hello);
    if (refused || !isWidgetType(hello.widget)) return this.close(refused ?? 4404);
    this.widget = hello.widget;
    const welcome = this.room.welcome(hello, this.widget);
    this.room.sockets.add(this);
    this.send({ event: 'welcome', data: welcome });
    this.at = welcome.position.offset;
    if (this.at < this.room.position.offset) this.follow(true);
  }
}
