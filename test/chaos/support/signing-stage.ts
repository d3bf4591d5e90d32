import { SimulatedSigner, type TikTokSimulator } from '../../../apps/tiktok-simulator/src/index.js';
import { Cluster } from '../../support/cluster.js';
import { until } from './stage.js';

type Room = ReturnType<TikTokSimulator['room']>;

export interface SigningRoom {
  handle: string;
  room: Room;
}

/** The running product with two signing services of its own, each with a key. */
export class SigningStage implements AsyncDisposable {
  private constructor(
    readonly cluster: Cluster,
    readonly first: SimulatedSigner,
    readonly second: SimulatedSigner,
  ) {}

  /** `limits` are what the workers know of the first key, and what its service enforces. */
  static async start(options: { providers: 1 | 2; limits?: { minute: number } }): Promise<SigningStage> {
    const signers: SimulatedSigner[] = [];
    const environment = async (simulator: TikTokSimulator) => {
      const both = [await simulator.addSigner(), await simulator.addSigner()];
      signers.push(...both.map(({ signer }) => signer));
      if (options.limits) signers[0]!.quotas.set('first-key', options.limits);
      const providers = [
        { url: both[0]!.url, key: 'first-key', ...(options.limits && { limits: options.limits }) },
        { url: both[1]!.url, key: 'second-key' },
      ];
      return {
        TIKTOK_SIGN_PROVIDERS: JSON.stringify(providers.slice(0, options.providers)),
        SIGN_TIMEOUT_MS: '1500',
        CONNECT_TIMEOUT_MS: '8000',
      };
    };
    const cluster = await Cluster.start({ environment });
    return new SigningStage(cluster, signers[0]!, signers[1]!);
  }

  /** Streamers who are live, with a worker in each room. */
  async live(name: string, count: number, withinMs: number): Promise<SigningRoom[]> {
    const rooms: SigningRoom[] = [];
    for (let n = 0; n < count; n += 1) {
      const handle = `${name}${n}`;
      rooms.push({ handle, room: this.cluster.simulator.room(handle).goLive() });
      await this.cluster.createStreamer(handle);
    }
    await until(`${count} live rooms`, () => rooms.every(connected), withinMs);
    return rooms;
  }

  /** How often clients came into a room. */
  entries({ handle }: SigningRoom): number {
    return this.cluster.simulator.counters.count('push.open', handle);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cluster[Symbol.asyncDispose]();
    await Promise.all([this.first.close(), this.second.close()]);
  }
}

export function connected({ room }: SigningRoom): boolean {
  return room.sockets.size > 0;
}

/** Breaks a room's connection and gives how long it took to be back, ms; undefined if it was not within `limitMs`. */
export async function dropAndReturn(target: SigningRoom, limitMs: number): Promise<number | undefined> {
  const from = performance.now();
  target.room.disturb({ kind: 'terminate' });
  await until('the end of a socket', () => !connected(target));
  try {
    await until('a room that is back', () => connected(target), limitMs);
    return performance.now() - from;
  } catch {
    return undefined;
  }
}

/** The most calls in any span of `ms`. */
export function densest(times: readonly number[], ms: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  let most = 0;
  for (const [index, at] of sorted.entries()) {
    let inside = 0;
    for (let next = index; next < sorted.length && sorted[next]! < at + ms; next += 1) inside += 1;
    most = Math.max(most, inside);
  }
  return most;
}
