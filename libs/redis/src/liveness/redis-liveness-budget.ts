import { decodeHabits, type LivenessBudget, type LookOutcome, type LookRequest, type LookTurn } from '#libs/domain';
import type { RedisConnection } from '../connection.js';
import { LuaScript } from '../lua-script.js';
import { livenessKeys } from './liveness-keys.js';

const script = (...names: string[]) => new LuaScript(...names.map((name) => new URL(`./${name}.lua`, import.meta.url)));
const book = script('plan', 'wants', 'book');
const confirm = script('plan', 'confirm');
const settle = script('plan', 'settle');
const leave = script('plan', 'wants', 'leave');

export interface RedisLivenessBudgetOptions {
  requestsPerMinute: number;
  /** Budgets of another name know nothing of each other. Default: one for the cluster. */
  name?: string;
  /** ms. Default: the time of Redis, which all workers share. */
  now?: () => number;
}

/** The shared schedule in Redis: one small script a call, all keys under one hash tag, by the time of Redis. */
export class RedisLivenessBudget implements LivenessBudget {
  private readonly keys: ReturnType<typeof livenessKeys>;

  constructor(
    private readonly redis: RedisConnection,
    private readonly options: RedisLivenessBudgetOptions,
  ) {
    this.keys = livenessKeys(options.name);
  }

  async book({ streamerId, urgent, everyMs }: LookRequest): Promise<LookTurn> {
    const { plan, wants, silent, habits } = this.keys;
    const args = [...this.common(), streamerId, urgent ? 1 : 0, Math.max(1, Math.round(everyMs))];
    const [ticket, waitMs, stretch, known] = await strings(book, this.redis, [plan, wants, silent, habits], args);
    const learned = known ? decodeHabits(known) : undefined;
    return {
      ticket: ticket!,
      waitMs: Number(waitMs),
      stretch: Number(stretch),
      ...(learned ? { habits: learned } : {}),
    };
  }

  async confirm(ticket: string): Promise<Pick<LookTurn, 'ticket' | 'waitMs'>> {
    const [again, waitMs] = await strings(confirm, this.redis, [this.keys.plan], [...this.common(), ticket]);
    return { ticket: again!, waitMs: Number(waitMs) };
  }

  async settle(_streamerId: string, { requests, outcome }: { requests: number; outcome: LookOutcome }): Promise<void> {
    await settle.run(this.redis, [this.keys.plan], [...this.common(), requests, outcome]);
  }

  async leave(streamerId: string): Promise<void> {
    const { plan, wants, silent } = this.keys;
    await leave.run(this.redis, [plan, wants, silent], [streamerId]);
  }

  private common(): [now: number | string, requestsPerMinute: number] {
    return [this.options.now?.() ?? '', this.options.requestsPerMinute];
  }
}

async function strings(
  lua: LuaScript,
  redis: RedisConnection,
  keys: string[],
  args: (string | number)[],
): Promise<string[]> {
  return (await lua.run(redis, keys, args)) as string[];
}
