import { afterEach, beforeEach } from 'vitest';
import type { LiveSession, LiveSourceError } from '#libs/domain';
import type { SimulatedRoom } from '../../../apps/tiktok-simulator/src/index.js';
import { TikTokSimulator } from '../../../apps/tiktok-simulator/src/index.js';
import type { TikTokLiveSourceOptions } from '../src/index.js';
import { TikTokLiveSource } from '../src/index.js';
import { Listening, Tally } from './listening.js';

type Settings = Partial<TikTokLiveSourceOptions>;

/** A simulated TikTok with one live room, and the real client before it; fresh for every test. */
export class SimulatedWorld {
  sim!: TikTokSimulator;
  url!: string;
  room!: SimulatedRoom;
  heard!: Listening;
  tally!: Tally;

  constructor() {
    beforeEach(async () => {
      this.sim = new TikTokSimulator({ keepAliveMs: 40 });
      ({ url: this.url } = await this.sim.listen(0));
      this.room = this.sim.room('ada').goLive();
      this.heard = new Listening();
      this.tally = new Tally();
    });
    afterEach(() => this.sim.close());
  }

  source(settings: Settings = {}): TikTokLiveSource {
    const { url, tally: counters } = this;
    const base = { webUrl: url, webcastUrl: url, signProviders: [{ url, key: 'key-1' }], counters };
    return new TikTokLiveSource({ ...base, connectTimeoutMs: 3_000, silenceMs: 5_000, ...settings });
  }

  open(settings?: Settings, signal?: AbortSignal): Promise<LiveSession> {
    return this.source(settings).open({ handle: 'ada', roomId: this.room.roomId }, this.heard, signal);
  }

  /** Open, and in the room. */
  async opened(settings?: Settings): Promise<LiveSession> {
    const session = await this.open(settings);
    await this.room.waitForClients(1);
    return session;
  }

  /** Sockets that a client holds, refused ones included. */
  get sockets(): number {
    return this.sim.refusedUpgradesOpen + this.sim.clientCount;
  }
}

export async function failureOf(opening: Promise<unknown>): Promise<LiveSourceError> {
  return opening.then(
    () => Promise.reject(new Error('expected a failure')),
    (error: LiveSourceError) => error,
  );
}
