import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { streamerSchema, type StreamerWithKey } from '#libs/contracts';
import type { TikTokSimulator } from '../../apps/tiktok-simulator/src/index.js';
import { Cluster } from '../support/cluster.js';
import { SocketPage } from '../support/socket-page.js';

/** Short clocks, but leases that outlast a busy machine: a lease that runs out is another story. */
const FAST = {
  LEASE_TTL_MS: '3000',
  LEASE_RENEW_MS: '300',
  PLACEMENT_TICK_MS: '100',
  PLACEMENT_SPACING_MS: '300',
  MOVE_TIMEOUT_MS: '5000',
};

let cluster: Cluster;
let serial = 0;
beforeAll(async () => {
  cluster = await Cluster.start({ workers: 3, environment: FAST });
});
afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
});

/** A live streamer whose viewers never stop, and a page that is told. */
class Show {
  gifts = 0;
  likes = 0;
  readonly arrivals: number[] = [];
  /** The longest time between two sendings, ms: a busy machine is not a gap. */
  longestSilence = 0;
  private readonly over = new AbortController();
  private talking: Promise<void> | undefined;

  private constructor(
    readonly streamer: StreamerWithKey,
    readonly room: ReturnType<TikTokSimulator['room']>,
    readonly page: SocketPage,
  ) {
    page.socket.on('message', () => this.arrivals.push(performance.now()));
  }

  static async begin(): Promise<Show> {
    const handle = `show${serial++}`;
    const room = cluster.simulator.room(handle).goLive();
    const streamer = await cluster.createStreamer(handle);
    await room.waitForClients(1);
    const page = await SocketPage.join(cluster.gatewayUrl, { key: streamer.widgetKey, widget: 'feed' });
    const show = new Show(streamer, room, page);
    show.talking = show.talk();
    await page.until(() => show.coins > 20, 'some gifts');
    return show;
  }

  get coins(): number {
    return this.page.events.reduce((sum, event) => sum + (event.type === 'gift' ? event.coins : 0), 0);
  }

  get liked(): number {
    return this.page.events.reduce((sum, event) => sum + (event.type === 'like' ? event.count : 0), 0);
  }

  async broker() {
    const answer = await cluster.api('GET', `/streamers/${this.streamer.id}`);
    return streamerSchema.parse(await answer.json()).broker;
  }

  /** Ends the show and checks that every gift and like is there once, and that nobody was told of a gap. */
  async expectWhole(): Promise<void> {
    this.over.abort();
    await this.talking;
    await this.page.until(() => this.coins >= this.gifts && this.liked >= this.likes, 'the last gift and like');
    await sleep(100);
    expect([this.coins, this.liked]).toEqual([this.gifts, this.likes]);
    const ids = this.page.events.map((event) => event.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(this.page.events.filter((event) => event.type.startsWith('source.'))).toEqual([]);
    expect(this.page.all('source').filter(({ state }) => state !== 'live')).toEqual([]);
    expect(this.page.problems).toEqual([]);
    this.page.close();
  }

  /** The longest time without anything new on the page, ms. */
  longestPause(from: number): number {
    const times = this.arrivals.filter((at) => at >= from);
    return Math.round(Math.max(...times.slice(1).map((at, index) => at - times[index]!)));
  }

  private async talk(): Promise<void> {
    let last = performance.now();
    while (!this.over.signal.aborted) {
      const now = performance.now();
      this.longestSilence = Math.max(this.longestSilence, Math.round(now - last));
      last = now;
      this.room.send([
        { type: 'gift', gift: 'Rose', groupId: String(1000 + this.gifts), repeatCount: 1, repeatEnd: true },
        { type: 'like', count: 1 },
      ]);
      this.gifts += 1;
      this.likes += 1;
      await sleep(10);
    }
  }
}

describe('a worker that is told to end', () => {
  it('is heard until another one hears: nothing missing, nothing twice, no gap told', async () => {
    const show = await Show.begin();
    const before = await show.broker();
    const owner = cluster.ownerOf(show.streamer.id)!;
    const from = performance.now();
    await owner.end('SIGTERM');
    const took = Math.round(performance.now() - from);
    const { gifts } = show;
    await show.page.until(() => show.coins > gifts + 20, 'gifts through another worker');
    await expect.poll(async () => (await show.broker()).nodeId).not.toBe(before.nodeId);
    expect((await show.broker()).generation).toBe(before.generation + 1);
    const pause = show.longestPause(from);
    process.stdout.write(
      `hand-over: the worker ended after ${took} ms, longest pause between appends ${pause} ms (viewers: ${show.longestSilence} ms)\n`,
    );
    await show.expectWhole();
    await cluster.addWorker();
  });
});

describe('a rolling restart of the whole fleet', () => {
  it('loses no gift and no like of anybody', async () => {
    const shows = [await Show.begin(), await Show.begin(), await Show.begin()];
    const from = performance.now();
    for (const worker of cluster.workers.filter(({ running }) => running)) {
      await worker.end('SIGTERM');
      await cluster.addWorker();
    }
    const seen = shows.map((show) => show.gifts);
    await Promise.all(
      shows.map((show, index) => show.page.until(() => show.coins > seen[index]! + 20, 'gifts after it')),
    );
    const ownPause = Math.max(...shows.map((show) => show.longestSilence));
    const pauses = shows.map((show) => show.longestPause(from));
    process.stdout.write(
      `rolling restart: longest pause between appends ${pauses.join(', ')} ms; the viewers themselves paused for up to ${ownPause} ms\n`,
    );
    const generations = await Promise.all(shows.map(async (show) => (await show.broker()).generation));
    expect(Math.min(...generations)).toBeGreaterThan(1);
    await Promise.all(shows.map((show) => show.expectWhole()));
  });
});

describe('an installation that is stopped as a whole', () => {
  it('does not wait for anybody to take over', async () => {
    const show = await Show.begin();
    const workers = cluster.workers.filter(({ running }) => running);
    const from = performance.now();
    await Promise.all(workers.map((worker) => worker.end('SIGTERM')));
    process.stdout.write(`stopped as a whole: every worker ended within ${Math.round(performance.now() - from)} ms\n`);
    expect(workers.map(({ child }) => child.exitCode ?? child.signalCode)).toEqual(workers.map(() => 'SIGTERM'));
    show.page.close();
  });
});
