import { monitorRedis } from './redis-monitor.js';

/** One event that Redis took into a log. */
export interface Accepted {
  /** By the clock of Redis, ms. */
  at: number;
  offset: number;
  nodeId: string;
  generation: number;
}

interface Attempt {
  streamerId: string;
  nodeId: string;
  generation: number;
  accepted: boolean;
}

/** Keys of an append begin here: `EVALSHA sha <keys> base outbox ... PUBLISH owner epoch offset day streamer trace entries ...`. */
const KEYS = 3;
/** Of a batch, before its entries. */
const HEADER = 7;
/** Of an entry. */
const WIDTH = 4;
const OWNER_TEXT = /^(.+)\|(\d+)$/;

/**
 * Who tried to append what, and what was taken, by Redis' own account (`MONITOR`): neither the workers' word nor a
 * sample, but every command in the order in which it was executed.
 */
export class AppendWatch implements Disposable {
  private readonly taken = new Map<string, Accepted[]>();
  private readonly newest = new Map<string, number>();
  /** Of the call that Redis is at, by the log of each batch. */
  private attempts = new Map<string, Attempt>();
  private stop: () => void = () => undefined;
  /** Appends of an older generation after a newer one had written, that were refused. */
  staleRefused = 0;

  static async start(url: string): Promise<AppendWatch> {
    const watch = new AppendWatch();
    watch.stop = await monitorRedis(url, (seconds, args, source) => watch.note(seconds, args, source));
    return watch;
  }

  of(streamerId: string): readonly Accepted[] {
    return this.taken.get(streamerId) ?? [];
  }

  /** The longest time between two appends of a streamer that lies at least partly between `from` and `to`, ms since 1970. */
  longestPause(streamerId: string, from: number, to: number): number {
    const times = this.of(streamerId).map(({ at }) => at);
    const pauses = times.slice(1).map((at, index) => (at < from || times[index]! > to ? 0 : at - times[index]!));
    return Math.round(Math.max(0, ...pauses));
  }

  /** Accepted writes of an older generation after a newer one's. */
  stale(streamerId: string): string[] {
    const all = this.of(streamerId);
    const fallen = all.filter(({ generation }, at) => at > 0 && generation < all[at - 1]!.generation);
    return fallen.map(({ nodeId, generation }) => `stale: ${streamerId} by ${nodeId}, generation ${generation}`);
  }

  /** Generations under which two nodes wrote. */
  shared(streamerId: string): string[] {
    const writers = new Map<number, Set<string>>();
    for (const { generation, nodeId } of this.of(streamerId)) {
      writers.set(generation, (writers.get(generation) ?? new Set()).add(nodeId));
    }
    const shared = [...writers].filter(([, nodes]) => nodes.size > 1);
    return shared.map(([generation, nodes]) => `shared: ${streamerId} ${generation} by ${[...nodes].join()}`);
  }

  [Symbol.dispose](): void {
    this.stop();
  }

  /** One command as `MONITOR` tells it; those of a script have `lua` as their source and follow its own. */
  note(seconds: number, args: string[], source: string): void {
    if (source !== 'lua') this.begin(args);
    else if (args[0]?.toUpperCase() === 'XADD') {
      const attempt = this.attempts.get(args[1] ?? '');
      if (attempt) this.accept(seconds * 1000, attempt, args);
    }
  }

  /** A command from outside: the append before it, if it was one, is over. */
  private begin(args: string[]): void {
    for (const { accepted, generation, streamerId } of this.attempts.values()) {
      if (!accepted && generation < (this.newest.get(streamerId) ?? 0)) this.staleRefused += 1;
    }
    this.attempts = attemptsOf(args);
  }

  private accept(at: number, attempt: Attempt, args: readonly string[]): void {
    const { streamerId, nodeId, generation } = attempt;
    attempt.accepted = true;
    const offset = Number.parseInt(args.find((text) => /^\d+-0$/.test(text)) ?? '', 10);
    const list = this.taken.get(streamerId) ?? [];
    list.push({ at, offset, nodeId, generation });
    this.taken.set(streamerId, list);
    this.newest.set(streamerId, Math.max(generation, this.newest.get(streamerId) ?? 0));
  }
}

/** What a command wants to append, by the log of each batch: nothing when it is anything else than an append. */
function attemptsOf(args: readonly string[]): Map<string, Attempt> {
  const none = new Map<string, Attempt>();
  if (args[0]?.toUpperCase().startsWith('EVAL') !== true) return none;
  const attempts = new Map<string, Attempt>();
  let key = KEYS;
  let at = KEYS + Number(args[KEYS - 1]) + 1;
  while (at < args.length) {
    const [, nodeId, generation] = OWNER_TEXT.exec(args[at] ?? '') ?? [];
    const [base, streamerId, entries] = [args[key], args[at + 4], Number(args[at + HEADER - 1])];
    if (nodeId === undefined || base === undefined || streamerId === undefined || !(entries > 0)) return none;
    attempts.set(`${base}log`, { streamerId, nodeId, generation: Number(generation), accepted: false });
    at += HEADER + entries * WIDTH;
    key += 2;
  }
  return at === args.length ? attempts : none;
}
