import { once } from 'node:events';
import { WebSocket } from 'ws';
import {
  serverMessageSchema,
  type LiveEvent,
  type LoggedEvent,
  type Position,
  type ServerMessage,
} from '#libs/contracts';

type Data<E extends ServerMessage['event']> = Extract<ServerMessage, { event: E }>['data'];

/** A widget page without a browser: checks every message against the contract and keeps what it was given. */
export class SocketPage {
  readonly messages: ServerMessage[] = [];
  readonly items: LoggedEvent[] = [];
  readonly problems: string[] = [];
  position: Position | undefined;
  closeCode: number | undefined;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => this.receive(data.toString()));
    socket.on('close', (code) => (this.closeCode = code));
    socket.on('error', () => undefined);
  }

  static async connect(url: string, headers: Record<string, string> = {}): Promise<SocketPage> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/socket`, { headers });
    const page = new SocketPage(socket);
    await once(socket, 'open');
    return page;
  }

  /** Connects, says hello and waits for the welcome. */
  static async join(url: string, hello: Record<string, unknown>): Promise<SocketPage> {
    const page = await SocketPage.connect(url);
    await page.hello(hello);
    return page;
  }

  async hello(hello: Record<string, unknown>): Promise<Data<'welcome'>> {
    const seen = this.all('welcome').length;
    this.send('hello', { v: 1, ...hello });
    return await this.until(() => this.all('welcome')[seen], 'welcome');
  }

  send(event: string, data: unknown): void {
    this.socket.send(JSON.stringify({ event, data }));
  }

  all<E extends ServerMessage['event']>(event: E): Data<E>[] {
    return this.messages.filter((message) => message.event === event).map((message) => message.data as Data<E>);
  }

  get events(): LiveEvent[] {
    return this.items.map((item) => item.event);
  }

  /** Waits for `probe` to give something, for at most `ms`. */
  async until<T>(probe: () => T | undefined | false, what: string, ms = 30_000): Promise<T> {
    const deadline = performance.now() + ms;
    for (;;) {
      const value = probe();
      if (value !== undefined && value !== false) return value;
      if (performance.now() > deadline) {
        throw new Error(`No ${what} within ${ms} ms (close code ${this.closeCode}, ${this.items.length} items)`);
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async closed(): Promise<number> {
    return await this.until(() => this.closeCode, 'close');
  }

  close(): void {
    this.socket.terminate();
  }

  private receive(text: string): void {
    const message = serverMessageSchema.parse(JSON.parse(text));
    this.messages.push(message);
    if (message.event === 'welcome' || message.event === 'snapshot') this.position = message.data.position;
    if (message.event !== 'events') return;
    const { from, to, items } = message.data;
    if (from !== this.position?.offset) this.problems.push(`gap: from ${from} after ${this.position?.offset}`);
    for (const item of items) {
      const last = this.items.at(-1)?.offset ?? 0;
      if (item.offset <= from || item.offset > to) this.problems.push(`offset ${item.offset} outside ${from}-${to}`);
      if (item.offset <= last && this.all('welcome').length === 1) this.problems.push(`offset ${item.offset} again`);
      this.items.push(item);
    }
    this.position = { epoch: this.position!.epoch, offset: to };
  }
}
