import { brokerAssignmentSchema, type BrokerAssignment } from '#libs/contracts';
import type { MoveOffers } from '#libs/domain';
import type { RedisConnection } from '../connection.js';

const TAKEN_AT_ONCE = 500;

/** One list per node, which goes by itself: an offer that nobody took has no meaning later. */
export class RedisMoveOffers implements MoveOffers {
  constructor(
    private readonly redis: RedisConnection,
    private readonly options: { ttlMs: number },
  ) {}

  async offer(nodeId: string, assignment: BrokerAssignment): Promise<void> {
    const key = keyOf(nodeId);
    await this.redis.rpush(key, JSON.stringify(assignment));
    await this.redis.pexpire(key, this.options.ttlMs);
  }

  async take(nodeId: string): Promise<BrokerAssignment[]> {
    const texts = (await this.redis.lpop(keyOf(nodeId), TAKEN_AT_ONCE)) ?? [];
    return texts.flatMap((text) => brokerAssignmentSchema.safeParse(JSON.parse(text)).data ?? []);
  }
}

const keyOf = (nodeId: string) => `{nodes}:offers:${nodeId}`;
