import type { ControlMessage, LoggedEvent, SnapshotMessage, StateMessage, Welcome } from '#libs/contracts';
import { type Boot, readBoot } from './boot.js';
import { Controls } from './controls.js';
import { listenForFaults, reportFault } from './faults.js';
import { hash32 } from './hash.js';
import { Marks } from './marks.js';
import { NewerBuild } from './newer-build.js';
import { pageAssets } from './page-assets.js';
import { previewed } from './preview.js';
import { SocketClient, type Wire } from './socket-client.js';
import { browserStorage, sessionMemory } from './storage.js';
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
  /** Each command once; `reload` comes as a call of its own. */
  control?(control: ControlMessage): void;
  /** Reload when it hurts least; at once if there is no such moment. */
  reload?(): void;
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
  const controls = new Controls();
  const reload = (): void => (widget.reload ? widget.reload() : location.reload());
  const newer = new NewerBuild(pageAssets().build, sessionMemory(), browserClock, Math.random, reload);
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
      welcome: (welcome) =>
        guarded(() => {
          newer.heard(welcome.build);
          controls.adopt(welcome.control);
          welcomed(widget, welcome);
        }),
      message: (message) =>
        guarded(() => {
          if (message.event !== 'control') dispatch(widget, message);
          else if (controls.isNew(message.data)) command(widget, message.data, reload);
        }),
      blank: () => guarded(() => widget.blank()),
    },
  );
  const widget = create({ boot, marks, acknowledge: (event, ids) => client.acknowledge(event, ids) });
  listenForFaults((report) => client.report(report));
  client.start();
}

function command(widget: Widget, message: ControlMessage, reload: () => void): void {
  if (message.action === 'reload') reload();
  else widget.control?.(message);
}

function welcomed(widget: Widget, welcome: Welcome): void {
  widget.settings(previewed(welcome.widget.settings, location.search));
  markSource(welcome.source.state);
  widget.welcome?.(welcome);
}

type Message = Exclude<Parameters<ConstructorParameters<typeof SocketClient>[1]['message']>[0], { event: 'control' }>;

function dispatch(widget: Widget, message: Message): void {
  switch (message.event) {
    case 'events':
      return widget.items(message.data.items);
    case 'settings':
      return widget.settings(previewed(message.data.widget.settings, location.search));
    case 'snapshot':
      return widget.snapshot?.(message.data);
    case 'state':
      return widget.state?.(message.data);
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
    reportFault('a message could not be handled', error);
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
