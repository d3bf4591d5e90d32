import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Throttle, ThrottleRule } from '#libs/domain';
import type { RedisConnection } from '../connection.js';

/**
 * Counters in Redis, each one key with its own end. While Redis is out of reach this process counts by itself, so that
 * nothing is ever unlimited. Keys are hashed: neither addresses nor e-mails stand in Redis.
 */
export class RedisThrottle implements Throttle {
  private readonly limiters = new Map<string, RateLimiterRedis>();

  /** `factor` multiplies every limit. */
  constructor(
    private readonly redis: RedisConnection,
    private readonly secret: string,
    private readonly factor = 1,
  ) {}

  async take(rule: ThrottleRule, key: string): Promise<number | undefined> {
    try {
      await this.limiterOf(rule).consume(this.hashed(key));
      return undefined;
    } catch (refused) {
      if (refused instanceof RateLimiterRes) return Math.max(1, refused.msBeforeNext);
      throw refused;
    }
  }

  async forgive(rule: ThrottleRule, key: string): Promise<void> {
    // What cannot be taken back now ends by itself.
    await this.limiterOf(rule)
      .delete(this.hashed(key))
      .catch(() => false);
  }

  private hashed(key: string): string {
    return createHash('sha256').update(`${this.secret}\0${key}`).digest('base64url').slice(0, 22);
  }

  private limiterOf(rule: ThrottleRule): RateLimiterRedis {
    const known = this.limiters.get(rule.name);
    if (known) return known;
    const options = { points: Math.max(1, Math.round(rule.points * this.factor)), duration: rule.seconds };
    const limiter = new RateLimiterRedis({
      ...options,
      storeClient: this.redis,
      keyPrefix: `throttle:${rule.name}`,
      rejectIfRedisNotReady: true,
      insuranceLimiter: new RateLimiterMemory({ ...options, keyPrefix: rule.name }),
    });
    this.limiters.set(rule.name, limiter);
    return limiter;
  }
}
