import type { ClientMessage, LoggedEvent, ServerMessage, Welcome, WidgetType } from '#libs/contracts';

/** What the harness needs of `apps/widgets/src/runtime`, in types that do not ask for a browser's. */
export interface Marks {
  add(ids: readonly string[]): void;
  all(): string[];
}

export interface Alert {
  ids: string[];
}

export interface AlertRules {
  durationMs: number;
  maxQueue: number;
  timeLimitMs: number;
  minimumCoins: number;
}

export interface AlertView {
  expect(event: unknown): void;
  configure(settings: Record<string, unknown>): { rules: AlertRules; holdWhileInactive: boolean };
  show(alert: Alert): void;
  update(alert: Alert): void;
  hide(alert: Alert): void;
  remove(alert: Alert): void;
  wants(event: unknown): boolean;
  mute(muted: boolean): void;
}

type Data<E extends ServerMessage['event']> = Extract<ServerMessage, { event: E }>['data'];

export interface Widget {
  settings(settings: Record<string, unknown>): void;
  items(items: readonly LoggedEvent[]): void;
  welcome?(welcome: Welcome): void;
  snapshot?(snapshot: Data<'snapshot'>): void;
  state?(state: Data<'state'>): void;
  control?(control: Data<'control'>): void;
  blank(): void;
}

export interface Boot {
  key: string;
  widget: WidgetType;
  preview: boolean;
}

type Ack = Extract<ClientMessage, { event: 'started' | 'shown' }>['event'];

export interface WidgetHost {
  boot: Boot;
  marks: Marks;
  acknowledge(event: Ack, ids: readonly string[]): void;
}

/** Handlers are of any function type: `ws` and browsers differ in their event types alone. */
export interface Wire {
  readonly readyState: number;
  send(text: string): void;
  close(): void;
  onmessage: unknown;
  onopen: unknown;
  onclose: unknown;
}

export interface SocketClient {
  start(): void;
  stop(): void;
  acknowledge(event: Ack, ids: readonly string[]): void;
}

export type Incoming = Exclude<ServerMessage, { event: 'welcome' | 'pong' }>;

interface Clock {
  now(): number;
  after(ms: number, run: () => void): () => void;
}

interface ClientDeps {
  boot: Boot;
  page: string;
  connect(): Wire;
  clock: Clock;
  random(): number;
  started(): string[];
}

interface ClientHandler {
  welcome(welcome: Welcome): void;
  message(message: Incoming): void;
  blank(): void;
}

interface MarkStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

export interface WidgetRuntime {
  SocketClient: new (deps: ClientDeps, handler: ClientHandler) => SocketClient;
  Marks: new (storage: MarkStorage, name: string) => Marks;
  browserClock: Clock;
  alertWidget(host: WidgetHost, view: AlertView): Widget;
}

const RUNTIME = new URL('../../../apps/widgets/src/runtime/', import.meta.url);
const load = async (name: string): Promise<object> => (await import(new URL(`${name}.ts`, RUNTIME).href)) as object;

/** The pages' own modules: the harness tests what ships. Loaded by name, for they are checked with a browser's types. */
export async function loadWidgetRuntime(): Promise<WidgetRuntime> {
  const modules = await Promise.all(['socket-client', 'marks', 'timers', 'alert-widget'].map(load));
  const runtime = Object.assign({}, ...modules) as WidgetRuntime;
  const create = runtime.alertWidget;
  // All that a widget without a view writes to: whether it is muted.
  Object.defineProperty(globalThis, 'document', { value: { documentElement: { dataset: {} } }, configurable: true });
  return { ...runtime, alertWidget: (host, view) => withWindow(() => create(host, view)) };
}

/** A widget listens to OBS while it is made; nothing else in Node may take this process for a browser. */
function withWindow<T>(act: () => T): T {
  Object.defineProperty(globalThis, 'window', { value: new EventTarget(), configurable: true });
  try {
    return act();
  } finally {
    Reflect.deleteProperty(globalThis, 'window');
  }
}
