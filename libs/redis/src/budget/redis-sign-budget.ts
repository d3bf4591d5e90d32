import { calmSpacingMs, CALM_MS, capOf, MAX_WAIT_MS, RANKS } from '#libs/domain';
import type { CallAnswer, CallWanted, PauseReason, RefusalReason, SignBudget } from '#libs/domain';
import type { RedisConnection } from '../connection.js';
import { LuaScript } from '../lua-script.js';
import { ACCOUNTS_KEY, budgetBase, PAUSE_CHANNEL, REPORT_TTL_MS } from './budget-keys.js';
import type { AccountDescription, BudgetAccount } from './budget-keys.js';

const script = (name: string) =>
  new LuaScript(new URL('./budget.lua', import.meta.url), new URL(`./${name}.lua`, import.meta.url));
const take = script('take');
const count = script('count');
const pause = script('pause');
const leave = script('leave');
const report = script('report');

/**
 * The account of one key in Redis, by Redis' clock: every decision is one script, so all nodes share one truth. Each
 * grant looks at the pause as well; what is pushed is for nodes that lose Redis during a pause.
 */
export class RedisSignBudget implements SignBudget {
  private readonly base: string;

  constructor(
    private readonly redis: RedisConnection,
    private readonly account: BudgetAccount,
  ) {
    this.base = budgetBase(account.id);
  }

  async take({ ticket, purpose }: CallWanted): Promise<CallAnswer> {
    const { rules } = this.account;
    const rank = RANKS[purpose];
    const pace = [rules.spacingMs, rules.burst, calmSpacingMs(rules), CALM_MS, MAX_WAIT_MS];
    const windows = rules.windows.flatMap(({ name, lengthMs, limit }) => [name, lengthMs, capOf(limit, rank)]);
    const answer = await take.run(this.redis, [this.base], [ticket, rank, ...pace, ...windows]);
    const [verdict, number] = answer as [string, string];
    if (verdict === 'granted') return { granted: true, at: Number(number) };
    return { granted: false, reason: verdict as RefusalReason, retryAfterMs: Number(number) };
  }

  async giveBack(at: number): Promise<void> {
    await count.run(this.redis, [this.base], [-1, at, ...this.windows()]);
  }

  async leave(ticket: string): Promise<void> {
    await leave.run(this.redis, [this.base], [ticket]);
  }

  async record(calls: number): Promise<void> {
    await count.run(this.redis, [this.base], [calls, '', ...this.windows()]);
  }

  async pause(forMs: number, reason: PauseReason): Promise<void> {
    const args = [Math.ceil(forMs), reason, CALM_MS];
    const [left, why] = (await pause.run(this.redis, [this.base], args)) as [string, string];
    await this.redis.publish(PAUSE_CHANNEL, `${this.account.id}|${left}|${why}`);
  }

  /** Says how this node judges the provider, and that the account exists; to be repeated every few seconds. */
  async report(nodeId: string, breaker: string): Promise<void> {
    const { id, provider, rules } = this.account;
    const description: AccountDescription = { provider, windows: rules.windows };
    await Promise.all([
      this.redis.hset(ACCOUNTS_KEY, id, JSON.stringify(description)),
      report.run(this.redis, [this.base], [nodeId, breaker, REPORT_TTL_MS]),
    ]);
  }

  private windows(): (string | number)[] {
    return this.account.rules.windows.flatMap(({ name, lengthMs }) => [name, lengthMs]);
  }
}
