import type { ControlMessage } from '#libs/contracts';
import { isAlertEvent, isAlertWidget } from '../../../../libs/contracts/src/catalogue.js';
import { type Boot, readBoot } from './boot.js';
import { Controls } from './controls.js';
import { listenForFaults, reportFault } from './faults.js';
import { hash32 } from './hash.js';
import { Marks } from './marks.js';
import { NewerBuild } from './newer-build.js';
import { pageAssets } from './page-assets.js';
import { SocketClient, type Wire } from './socket-client.js';
import { browserStorage, sessionMemory } from './storage.js';
import { browserClock } from './timers.js';
import type { Widget, WidgetHost } from './widget.js';
import { WidgetDesk } from './widget-desk.js';

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
          markSource(welcome.source.state);
          desk.welcome(welcome);
        }),
      message: (message) =>
        guarded(() => {
          if (message.event !== 'control') dispatch(desk, message);
          else if (controls.isNew(message.data)) command(desk, message.data, reload);
        }),
      blank: () => guarded(() => widget.blank()),
    },
  );
  const widget = create({ boot, marks, acknowledge: (event, ids) => client.acknowledge(event, ids) });
  const desk = new WidgetDesk(widget, location.search, (events) => {
    // Like an alert that was skipped: it must not wait for ever, nor come back after a reload.
    const ids = isAlertWidget(boot.widget) ? events.filter(({ type }) => isAlertEvent(type)).map(({ id }) => id) : [];
    if (!boot.preview) marks.add(ids);
    client.acknowledge('started', ids);
  });
  if (boot.dashboards && window.parent !== window) void takeDrafts(desk, boot);
  listenForFaults((report) => client.report(report));
  client.start();
}

function command(desk: WidgetDesk, message: ControlMessage, reload: () => void): void {
  if (message.action === 'reload') reload();
  else desk.control(message);
}

/** A page in OBS has no use for it. */
async function takeDrafts(desk: WidgetDesk, boot: Boot): Promise<void> {
  try {
    const { openShowroom } = await import('../preview/showroom.js');
    openShowroom(desk, boot);
  } catch (error) {
    reportFault('the preview could not be made ready', error);
  }
}

type Message = Exclude<Parameters<ConstructorParameters<typeof SocketClient>[1]['message']>[0], { event: 'control' }>;

function dispatch(desk: WidgetDesk, message: Message): void {
  switch (message.event) {
    case 'events':
      return desk.items(message.data.items);
    case 'settings':
      return desk.save(message.data);
    case 'snapshot':
      return desk.snapshot(message.data);
    case 'state':
      return desk.state(message.data);
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
