import { randomUUID } from 'node:crypto';
import { isAlertEvent, testRunSchema, type LiveEvent, type TestRun } from '#libs/contracts';
import type { TestRunStart, TestRunStore } from '#libs/domain';
import { isCluster, type RedisConnection } from '../connection.js';
import { streamerBase } from '../keys.js';
import { LuaScript } from '../lua-script.js';

const script = (...names: string[]) => new LuaScript(...names.map((name) => new URL(`./${name}.lua`, import.meta.url)));
const begin = script('begin-test');
const append = script('log-life', 'begin-epoch', 'log-writer', 'append-test');
const end = script('end-test');

/** Without a word for this long, whoever sent the events is gone. */
const ALIVE_MS = 30_000;
const MEMORY_MS = 60 * 60 * 1000;
const RATE = { events: 1000, windowMs: 60_000 };

/** Runs of test events in Redis: one hash for each streamer, and entries in the event log. */
export class RedisTestRuns implements TestRunStore {
  private readonly publishCommand: 'PUBLISH' | 'SPUBLISH';

  constructor(private readonly redis: RedisConnection) {
    this.publishCommand = isCluster(redis) ? 'SPUBLISH' : 'PUBLISH';
  }

  async begin(streamerId: string, { id, kind, total }: Pick<TestRun, 'id' | 'kind' | 'total'>): Promise<TestRunStart> {
    const args = [id, kind, total, RATE.events, RATE.windowMs, ALIVE_MS];
    return (await begin.run(this.redis, [streamerBase(streamerId)], args)) as TestRunStart;
  }

  async append(streamerId: string, runId: string, events: readonly LiveEvent[]): Promise<'appended' | 'ended'> {
    const args: (string | number)[] = [runId, randomUUID().slice(0, 13), this.publishCommand, ALIVE_MS, MEMORY_MS];
    for (const event of events) {
      if (event.test !== true) throw new Error('Only events that are marked as tests may go past the counters');
      args.push(event.id, event.type, JSON.stringify(event), isQueued(event) ? '1' : '');
    }
    return (await append.run(this.redis, [streamerBase(streamerId)], args)) as 'appended' | 'ended';
  }

  async end(streamerId: string, state: 'stopped' | 'failed', runId = ''): Promise<void> {
    await end.run(this.redis, [streamerBase(streamerId)], [state, runId, MEMORY_MS]);
  }

  async current(streamerId: string): Promise<TestRun | undefined> {
    const { sent, total, ...rest } = await this.redis.hgetall(`${streamerBase(streamerId)}test-run`);
    if (rest['id'] === undefined) return undefined;
    return testRunSchema.parse({ ...rest, sent: Number(sent), total: Number(total) });
  }
}

/** What closes a streak is no alert of its own. */
function isQueued(event: LiveEvent): boolean {
  return isAlertEvent(event.type) && (event.type !== 'gift' || event.count > 0);
}
