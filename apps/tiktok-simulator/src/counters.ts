/** Every route a client can reach, by what it costs: `sign.*` spends quota, `live.*` does not. */
export const ROUTES = [
  'live.page',
  'live.api',
  'live.room-info',
  'sign.connect',
  'sign.room-id',
  'sign.url',
  'gift.list',
  'push.open',
  'push.refused',
] as const;
export type CountedRoute = (typeof ROUTES)[number];

export interface RouteCount {
  total: number;
  byRoom: Record<string, number>;
  byKey: Record<string, number>;
}

export interface CallRecord {
  at: number;
  route: CountedRoute;
  handle?: string;
  key?: string;
  /** What the simulator answered: `ok` or the failure that was played. */
  outcome: string;
}

const MAX_RECENT = 500;
const NO_KEY = 'anonymous';

/** Counts calls by route, room and sign key. */
export class Counters {
  private routes = emptyRoutes();
  private recentCalls: CallRecord[] = [];

  constructor(private readonly now: () => number) {}

  record(route: CountedRoute, call: { handle?: string | undefined; key?: string | undefined; outcome: string }): void {
    const count = this.routes[route];
    count.total += 1;
    if (call.handle !== undefined) count.byRoom[call.handle] = (count.byRoom[call.handle] ?? 0) + 1;
    if (route.startsWith('sign.')) {
      const key = call.key ?? NO_KEY;
      count.byKey[key] = (count.byKey[key] ?? 0) + 1;
    }
    this.recentCalls.push({
      at: this.now(),
      route,
      outcome: call.outcome,
      ...(call.handle === undefined ? {} : { handle: call.handle }),
      ...(call.key === undefined ? {} : { key: call.key }),
    });
    if (this.recentCalls.length > MAX_RECENT) this.recentCalls.shift();
  }

  /** Calls of one route, in all or for one handle. */
  count(route: CountedRoute, handle?: string): number {
    return handle === undefined ? this.routes[route].total : (this.routes[route].byRoom[handle] ?? 0);
  }

  /** Calls that spend sign quota, in all or for one handle. */
  signCalls(handle?: string): number {
    return this.sum('sign.', handle);
  }

  /** Unsigned liveness calls, in all or for one handle. */
  livenessCalls(handle?: string): number {
    return this.sum('live.', handle);
  }

  /** Calls that spent the quota of one sign key. */
  signCallsByKey(key: string): number {
    return ROUTES.reduce((sum, route) => sum + (this.routes[route].byKey[key] ?? 0), 0);
  }

  /** The newest calls, oldest first, at most 500. */
  recent(): readonly CallRecord[] {
    return this.recentCalls;
  }

  snapshot(): Record<CountedRoute, RouteCount> {
    return structuredClone(this.routes);
  }

  reset(): void {
    this.routes = emptyRoutes();
    this.recentCalls = [];
  }

  private sum(prefix: string, handle?: string): number {
    return ROUTES.filter((route) => route.startsWith(prefix)).reduce(
      (sum, route) => sum + this.count(route, handle),
      0,
    );
  }
}

function emptyRoutes(): Record<CountedRoute, RouteCount> {
  const empty = (): RouteCount => ({ total: 0, byRoom: {}, byKey: {} });
  return {
    'live.page': empty(),
    'live.api': empty(),
    'live.room-info': empty(),
    'sign.connect': empty(),
    'sign.room-id': empty(),
    'sign.url': empty(),
    'gift.list': empty(),
    'push.open': empty(),
    'push.refused': empty(),
  };
}
