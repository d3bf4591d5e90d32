import type { LiveEvent, Position } from '#libs/contracts';
import { RedisEventLog, RedisLeaseStore, type RedisConnection } from '#libs/redis';

/** The event log of one streamer, written as a worker would. */
export class LiveLog {
  private readonly owner = { nodeId: 'test', generation: 1000 };

  private constructor(
    readonly log: RedisEventLog,
    private readonly streamerId: string,
    public position: Position,
  ) {}

  static async take(redis: RedisConnection, streamerId: string): Promise<LiveLog> {
    const log = new RedisEventLog(redis);
    const owner = { nodeId: 'test', generation: 1000 };
    await new RedisLeaseStore(redis, { ttlMs: 60_000 }).acquire(streamerId, owner);
    const opened = await log.open(streamerId, owner);
    if (opened.outcome !== 'opened') throw new Error(opened.outcome);
    return new LiveLog(log, streamerId, opened.state.position);
  }

  async append(...events: LiveEvent[]): Promise<void> {
    const { streamerId, owner, position } = this;
    const day = new Date().toISOString().slice(0, 10);
    const entries = events.map((event) => ({ event }));
    const result = await this.log.append({ streamerId, owner, position, day, entries });
    if (result.outcome !== 'appended') throw new Error(result.outcome);
    this.position = result.position;
  }

  async report(state: 'live' | 'offline'): Promise<void> {
    await this.log.reportStatus(this.streamerId, this.owner.generation, { state, since: Date.now() });
  }
}
