import { WebSocket } from 'ws';
import type { WidgetType } from '#libs/contracts';
import type { Showing } from './checker.js';
import type { SeededRandom } from './random.js';
import type { Alert, AlertView, Incoming, SocketClient, Widget, WidgetRuntime, Wire } from './widget-runtime.js';

export interface JournalPageOptions {
  runtime: WidgetRuntime;
  random: SeededRandom;
  /** Address of a gateway, asked at each connection. */
  gateway(): string;
  key: string;
  widget?: WidgetType;
  durationMs?: number;
}

interface Load {
  name: string;
  client: SocketClient;
  widget: Widget;
  wire: WebSocket | undefined;
}

/**
 * A widget page without a browser, made of the modules of the real one. Storage outlives a refresh, everything else
 * dies with it. What comes on screen is written down.
 */
export class JournalPage {
  readonly journal: Showing[] = [];
  readonly epochs: string[] = [];
  readonly problems: string[] = [];
  welcomes = 0;
  snapshots = 0;
  closes = 0;
  loads = 0;
  /** How long it took from each lost socket to the next welcome, in ms. */
  readonly resumes: number[] = [];
  private cutAt: number | undefined;
  private readonly storage = new Map<string, string>();
  private load: Load;

  constructor(private readonly options: JournalPageOptions) {
    this.load = this.open();
  }

  get startedIds(): string[] {
    return this.journal.flatMap(({ ids }) => [...ids]);
  }

  /** How many different alerts. */
  get started(): number {
    return new Set(this.startedIds).size;
  }

  /** What F5 does: the socket, the queue and what is on screen are gone, the marks stay. */
  refresh(): void {
    this.close();
    this.load = this.open();
  }

  close(): void {
    const { client, widget, wire } = this.load;
    // A page goes with a close frame or, like a crashed one, without.
    if (this.options.random.next() < 0.5) wire?.terminate();
    client.stop();
    widget.blank();
    this.load = { ...this.load, name: '' };
  }

  private open(): Load {
    const { runtime, random, key } = this.options;
    const name = `load-${++this.loads}`;
    const boot = { key, widget: this.options.widget ?? 'gifts', preview: false };
    const marks = new runtime.Marks(
      {
        getItem: (entry) => this.storage.get(entry) ?? null,
        setItem: (entry, value) => void this.storage.set(entry, value),
      },
      'marks',
    );
    const client = new runtime.SocketClient(
      {
        boot,
        page: `${name}-${random.between(0, 1e9)}`,
        connect: () => this.connect(name),
        clock: runtime.browserClock,
        random: random.next,
        started: () => marks.all(),
      },
      {
        welcome: (welcome) => {
          this.welcomes += 1;
          if (this.cutAt !== undefined) this.resumes.push(performance.now() - this.cutAt);
          this.cutAt = undefined;
          this.noteEpoch(welcome.position.epoch);
          widget.settings(welcome.widget.settings);
          widget.welcome?.(welcome);
        },
        message: (message) => this.dispatch(widget, message),
        blank: () => widget.blank(),
      },
    );
    const widget = runtime.alertWidget(
      { boot, marks, acknowledge: (event, ids) => client.acknowledge(event, ids) },
      this.view(name),
    );
    const load: Load = { name, client, widget, wire: undefined };
    this.load = load;
    client.start();
    return load;
  }

  private connect(name: string): Wire {
    const wire = new WebSocket(`${this.options.gateway().replace(/^http/, 'ws')}/socket`);
    wire.on('error', () => undefined);
    wire.on('close', () => {
      if (this.load.name !== name) return;
      this.closes += 1;
      this.cutAt ??= performance.now();
    });
    if (this.load.name === name) this.load.wire = wire;
    return wire;
  }

  private dispatch(widget: Widget, message: Incoming): void {
    switch (message.event) {
      case 'events':
        return widget.items(message.data.items);
      case 'snapshot':
        this.snapshots += 1;
        this.noteEpoch(message.data.position.epoch);
        return widget.snapshot?.(message.data);
      case 'settings':
        return widget.settings(message.data.widget.settings);
      case 'state':
        return widget.state?.(message.data);
      case 'control':
        return widget.control?.(message.data);
      case 'source':
        return undefined;
      default:
        return message satisfies never;
    }
  }

  private noteEpoch(epoch: string): void {
    if (this.epochs.at(-1) !== epoch) this.epochs.push(epoch);
  }

  private view(page: string): AlertView {
    const rules = { durationMs: this.options.durationMs ?? 200, maxQueue: 500, timeLimitMs: 600_000, minimumCoins: 0 };
    const current = (): Showing | undefined => this.journal.findLast((showing) => showing.page === page);
    return {
      expect: () => undefined,
      configure: () => ({ rules, holdWhileInactive: false }),
      show: (alert: Alert) => {
        if (this.load.name !== page) this.problems.push(`${page} showed ${alert.ids.join()} after it was gone`);
        this.journal.push({ page, ids: [...alert.ids], startedAt: performance.now() });
      },
      update: (alert: Alert) => {
        const showing = current();
        if (showing) showing.ids = [...alert.ids];
      },
      hide: () => {
        const showing = current();
        if (showing) showing.endedAt = performance.now();
      },
      remove: () => undefined,
      wants: () => true,
      mute: () => undefined,
    };
  }
}
