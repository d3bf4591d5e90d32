import type { ControlMessage, LoggedEvent, SnapshotMessage, StateMessage, Welcome } from '#libs/contracts';
import { type Boot, readBoot } from './boot.js';
import { hash32 } from './hash.js';
import { type MarkStorage, Marks } from './marks.js';
import { SocketClient, type Wire } from './socket-client.js';
import { browserClock } from './timers.js';

/** What a widget does with what arrives. All but `settings` and `items` are optional. */
export interface Widget {
  /** At the start, and again after each edit. */
  settings(settings: Record<string, unknown>): void;
  /** Events of this widget, in order. */
  items(items: readonly LoggedEvent[]): void;
  welcome?(welcome: Welcome): void;
  snapshot?(snapshot: SnapshotMessage): void;
  state?(state: StateMessage): void;
  control?(control: ControlMessage): void;
  /** Show nothing, from now on. */
  blank(): void;
}

export interface WidgetHost {
  boot: Boot;
  marks: Marks;
  acknowledge(event: 'started' | 'shown', ids: readonly string[]): void;
}

/** Connects a widget to its gateway. Nothing that goes wrong in here is ever visible on stream. */
export function runWidget(create: (host: WidgetHost) => Widget): void {
  const boot = readBoot(document.getElementById('boot')?.textContent ?? null, location);
  const marks = new Marks(browserStorage(), `streamshape:${hash32(boot.key)}:${boot.widget}:${boot.id ?? ''}`);
  const client: SocketClient = new SocketClient(
    {
      boot,
      page: pageId(),
      connect: openSocket,
      clock: browserClock,
      random: Math.random,
      started: () => marks.all(),
    },
    {
      welcome: (welcome) => guarded(() => welcomed(widget, welcome)),
      message: (message) => guarded(() => dispatch(widget, message)),
      blank: () => guarded(() => widget.blank()),
    },
  );
  const widget = create({ boot, marks, acknowledge: (event, ids) => client.acknowledge(event, ids) });
  client.start();
}

function welcomed(widget: Widget, welcome: Welcome): void {
  widget.settings(welcome.widget.settings);
  markSource(welcome.source.state);
  widget.welcome?.(welcome);
}

type Message = Parameters<ConstructorParameters<typeof SocketClient>[1]['message']>[0];

function dispatch(widget: Widget, message: Message): void {
  switch (message.event) {
    case 'events':
      return widget.items(message.data.items);
    case 'settings':
      return widget.settings(message.data.widget.settings);
    case 'snapshot':
      return widget.snapshot?.(message.data);
    case 'state':
      return widget.state?.(message.data);
    case 'control':
      return widget.control?.(message.data);
    case 'source':
      return markSource(message.data.state);
    default:
      return message satisfies never;
  }
}

/** For custom CSS alone: the state of the source is the dashboard's business, never the viewers'. */
function markSource(state: string): void {
  document.documentElement.dataset['source'] = state;
}

function guarded(act: () => void): void {
  try {
    act();
  } catch (error) {
    console.warn('a message could not be handled', error);
  }
}

/** Reading `localStorage` throws where a frame may not store anything; marks then live as long as the page. */
function browserStorage(): MarkStorage {
  try {
    return localStorage;
  } catch (error) {
    console.warn('nothing can be stored here', error);
    return { getItem: () => null, setItem: () => undefined };
  }
}

function openSocket(): Wire {
  const protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(`${protocol}//${location.host}/socket`);
}

/** `crypto.randomUUID` needs a secure context, which a gateway in the home network is not. */
function pageId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
