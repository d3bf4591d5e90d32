const FAULT = 'streamshape:fault';

interface Fault {
  what: string;
  error: unknown;
}

/** Something went wrong that viewers must not see: a line in the console, and a word to the gateway. */
export function reportFault(what: string, error: unknown): void {
  console.warn(what, error);
  if (typeof window === 'undefined') return;
  window.dispatchEvent(new CustomEvent<Fault>(FAULT, { detail: { what, error } }));
}

const MAX_REPORTS = 10;
const EVERY_MS = 2000;
const MAX_TEXT = 300;
const MAX_STACK = 2000;

export interface FaultReport {
  what: string;
  message: string;
  stack?: string;
}

/** Hears of everything that goes wrong on the page; passes a few of them on, never the same twice. */
export function listenForFaults(send: (report: FaultReport) => void): void {
  const told = new Set<string>();
  let last = Number.NEGATIVE_INFINITY;
  const tell = (what: string, error: unknown): void => {
    const report = reportOf(what, error);
    const key = `${report.what}:${report.message}`;
    const now = performance.now();
    if (told.size >= MAX_REPORTS || told.has(key) || now - last < EVERY_MS) return;
    told.add(key);
    last = now;
    send(report);
  };
  window.addEventListener('error', (event) => tell('error', event.error ?? event.message));
  window.addEventListener('unhandledrejection', (event) => tell('unhandled rejection', event.reason));
  window.addEventListener(FAULT, (event) => {
    if (event instanceof CustomEvent) tell((event.detail as Fault).what, (event.detail as Fault).error);
  });
}

/** The address of the page holds the widget key: it is cut out of whatever is reported. */
export function reportOf(what: string, error: unknown): FaultReport {
  const message = withoutAddresses(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  const stack = error instanceof Error && error.stack ? withoutAddresses(error.stack).slice(0, MAX_STACK) : undefined;
  return { what: what.slice(0, 80), message: message.slice(0, MAX_TEXT), ...(stack ? { stack } : {}) };
}

function withoutAddresses(text: string): string {
  return text
    .replace(/https?:\/\/[^\s/)]+\/assets\//g, '/assets/')
    .replace(/(https?|wss?):\/\/[^\s)]*/g, '(address)')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '(id)');
}
