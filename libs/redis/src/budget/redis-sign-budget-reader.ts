import type { BreakerState, OpenPurpose, PauseReason, SignBudgetReader, SignBudgetView } from '#libs/domain';
import type { RedisConnection } from '../connection.js';
import { LuaScript } from '../lua-script.js';
import { ACCOUNTS_KEY, budgetBase, REPORT_TTL_MS } from './budget-keys.js';
import type { AccountDescription } from './budget-keys.js';

const status = new LuaScript(new URL('./budget.lua', import.meta.url), new URL('./status.lua', import.meta.url));
const PURPOSES: readonly OpenPurpose[] = ['resume', 'start', 'recheck'];

type Status = [pausedMs: string, reason: string, used: number[], waiting: number[], nodes: string[]];

/**
 * Reads the accounts that workers have reported. One that no node uses any more, for example after a change of keys,
 * is forgotten.
 */
export class RedisSignBudgetReader implements SignBudgetReader {
  constructor(private readonly redis: RedisConnection) {}

  async read(): Promise<SignBudgetView[]> {
    const accounts = Object.entries(await this.redis.hgetall(ACCOUNTS_KEY));
    const views = await Promise.all(accounts.map(([id, json]) => this.readOne(id, json)));
    return views
      .filter((view) => view !== undefined)
      .toSorted((a, b) => a.provider.localeCompare(b.provider, 'en', { numeric: true }));
  }

  private async readOne(id: string, json: string): Promise<SignBudgetView | undefined> {
    const { provider, windows } = JSON.parse(json) as AccountDescription;
    const args = [REPORT_TTL_MS, ...windows.flatMap(({ name, lengthMs }) => [name, lengthMs])];
    const [pausedMs, reason, used, waiting, nodes] = (await status.run(this.redis, [budgetBase(id)], args)) as Status;
    if (nodes.length === 0) {
      await this.redis.hdel(ACCOUNTS_KEY, id);
      return undefined;
    }
    return {
      id,
      provider,
      windows: windows.map(({ name, limit }, index) => ({ name, limit, left: Math.max(0, limit - used[index]!) })),
      ...(Number(pausedMs) > 0 && { pausedFor: { ms: Number(pausedMs), reason: reason as PauseReason } }),
      waiting: waitingBy(waiting),
      breakers: pairs(nodes).map(([nodeId, state]) => ({ nodeId, state: state as BreakerState['name'] })),
    };
  }
}

function waitingBy(counts: readonly number[]): Partial<Record<OpenPurpose, number>> {
  const waiting = PURPOSES.map((purpose, rank) => [purpose, counts[rank] ?? 0] as const);
  return Object.fromEntries(waiting.filter(([, count]) => count > 0));
}

function pairs(flat: readonly string[]): [string, string][] {
  return Array.from({ length: flat.length / 2 }, (_, index) => [flat[index * 2]!, flat[index * 2 + 1]!]);
}
