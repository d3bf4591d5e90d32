import {
  HEARTBEAT_PARTS,
  SUPERVISOR_FORGOTTEN_MS,
  type SeenSupervisor,
  type SupervisorBoard,
  type SupervisorReport,
} from '#libs/domain';
import type { RedisConnection } from '../connection.js';
import { LuaScript } from '../lua-script.js';

const exchange = new LuaScript(new URL('./exchange.lua', import.meta.url));
const KEYS = ['{supervisors}:reports', '{supervisors}:times'] as const;

/** Supervisors and what they said last, by Redis' clock. */
export class RedisSupervisorBoard implements SupervisorBoard {
  constructor(
    private readonly redis: RedisConnection,
    private readonly forgetMs = SUPERVISOR_FORGOTTEN_MS,
  ) {}

  async exchange(report: SupervisorReport): Promise<SeenSupervisor[]> {
    const args = [report.id, JSON.stringify(report), this.forgetMs];
    const flat = (await exchange.run(this.redis, KEYS, args)) as (string | number)[];
    const seen: SeenSupervisor[] = [];
    for (let index = 0; index < flat.length; index += 2) {
      const parsed = parse(String(flat[index]));
      if (parsed) seen.push({ report: parsed, ageMs: Number(flat[index + 1]) });
    }
    return seen;
  }

  async remove(id: string): Promise<void> {
    await Promise.all([this.redis.hdel(KEYS[0], id), this.redis.zrem(KEYS[1], id)]);
  }
}

/** One of another version may say what this one does not understand. */
function parse(text: string): SupervisorReport | undefined {
  try {
    const { id, upMs, parts } = JSON.parse(text) as Partial<SupervisorReport>;
    if (typeof id !== 'string' || typeof upMs !== 'number' || typeof parts !== 'object') return undefined;
    const known = HEARTBEAT_PARTS.filter((part) => typeof parts[part] === 'boolean');
    return { id, upMs, parts: Object.fromEntries(known.map((part) => [part, parts[part]])) };
  } catch {
    return undefined;
  }
}
