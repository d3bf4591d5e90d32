import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { streamerWithKeySchema } from '#libs/contracts';
import type { Cluster } from '../../support/cluster.js';
import { pass } from './stage.js';

const PAUSE_MS = 200;
/** What exists since accounts and the dashboard do: the calls of `streamerId` that change nothing. */
const READS = ['', '/overview', '/pages', '/chart', '/activity', '/streams', '/widgets', '/goals', '/moderation'];
const LISTS = [
  '/streamers?limit=20',
  '/nodes',
  '/brokers?limit=20',
  '/moves?limit=20',
  '/admin/accounts',
  '/admin/audit',
];

const goalSchema = z.object({ id: z.uuid() });

/** Reads and writes everywhere in the API, round after round, at whatever supervisor the cluster points to. */
export class ApiLoad {
  calls = 0;
  rounds = 0;
  /** Calls that were not answered as they have to be, or not at all. */
  readonly failures: string[] = [];
  private readonly over = new AbortController();
  private readonly loading: Promise<void>;

  constructor(
    private readonly cluster: Cluster,
    private readonly streamerIds: readonly string[],
  ) {
    this.loading = this.load();
  }

  async stop(): Promise<void> {
    this.over.abort();
    await this.loading;
  }

  private async load(): Promise<void> {
    while (!this.over.signal.aborted) {
      const streamerId = this.streamerIds[this.rounds % this.streamerIds.length]!;
      for (const path of [...LISTS, ...READS.map((read) => `/streamers/${streamerId}${read}`)]) {
        await this.call('GET', path);
      }
      await this.count(streamerId);
      await this.write();
      this.rounds += 1;
      await pass(PAUSE_MS);
    }
  }

  private async count(streamerId: string): Promise<void> {
    const path = `/streamers/${streamerId}/goals`;
    const goal = goalSchema.safeParse(await this.call('POST', path, { metric: 'coins', target: 100 }));
    if (goal.success) await this.call('DELETE', `${path}/${goal.data.id}`);
  }

  /** The life of a streamer who never goes live, and somebody who signs up. */
  private async write(): Promise<void> {
    const handle = `bystander.${randomUUID().slice(0, 8)}`;
    const created = await this.call('POST', '/streamers', { handle });
    const parsed = streamerWithKeySchema.safeParse(created);
    if (parsed.success) {
      const path = `/streamers/${parsed.data.id}`;
      await this.call('PATCH', path, { timeZone: 'Europe/Berlin' });
      await this.call('POST', `${path}/test-events`, { kind: 'follow' });
      await this.call('POST', `${path}/widgets/gifts/control`, { action: 'pause' });
      await this.call('PUT', `${path}/moderation`, { words: ['badword'], viewers: [] });
      await this.call('POST', `${path}/rotate-key`);
      await this.call('DELETE', path);
    } else {
      this.failures.push(`POST /streamers: ${JSON.stringify(created)}`);
    }
    const email = `${randomUUID().slice(0, 8)}@example.com`;
    await this.call('POST', '/sign-up', { email, password: 'a long enough passphrase 7', name: 'Somebody' });
    await this.call('POST', '/session', { email, password: 'not the passphrase 7' }, 401);
  }

  private async call(method: string, path: string, body?: unknown, refusal?: number): Promise<unknown> {
    this.calls += 1;
    try {
      const answer = await this.cluster.api(method, path, body);
      const text = await answer.text();
      const fine = refusal === undefined ? answer.ok : answer.status === refusal;
      if (!fine) this.failures.push(`${method} ${path}: ${answer.status} ${text}`);
      return text === '' ? undefined : JSON.parse(text);
    } catch (error) {
      this.failures.push(`${method} ${path}: ${String(error)}`);
      return undefined;
    }
  }
}
