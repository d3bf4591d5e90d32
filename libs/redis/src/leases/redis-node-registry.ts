import { nodeReportSchema, type NodeReport } from '#libs/contracts';
import type { NodeRegistry } from '#libs/domain';
import type { RedisConnection } from '../connection.js';
import { LuaScript } from '../lua-script.js';

const report = new LuaScript(new URL('./node-report.lua', import.meta.url));
const list = new LuaScript(new URL('./node-list.lua', import.meta.url));
const KEYS = ['{nodes}:reports', '{nodes}:times'] as const;

/** Worker nodes and what they said last, by Redis' clock. */
export class RedisNodeRegistry implements NodeRegistry {
  constructor(
    private readonly redis: RedisConnection,
    private readonly options: { ttlMs: number },
  ) {}

  async report(node: NodeReport): Promise<void> {
    await report.run(this.redis, KEYS, [node.nodeId, JSON.stringify(node)]);
  }

  async remove(nodeId: string): Promise<void> {
    await Promise.all([this.redis.hdel(KEYS[0], nodeId), this.redis.zrem(KEYS[1], nodeId)]);
  }

  async list(): Promise<NodeReport[]> {
    const reports = (await list.run(this.redis, KEYS, [this.options.ttlMs])) as string[];
    // A node of another version may say what this one does not understand: it is not counted, and stops nobody.
    return reports.flatMap((text) => nodeReportSchema.safeParse(JSON.parse(text)).data ?? []);
  }
}
