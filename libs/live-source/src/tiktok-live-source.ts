import { LiveSourceError } from '#libs/domain';
import type { LiveSession, LiveSource, LiveSourceListener, RoomProbe } from '#libs/domain';
import { classifyConnectError } from './connection/classify-error.js';
import { RoomConnection } from './connection/room-connection.js';
import { TikTokSession } from './connection/session.js';
import type { SignAnswer } from './connection/sign-client.js';
import { signClient } from './connection/sign-client.js';
import type { TikTokHosts } from './connection/web-client.js';
import { probeRoom } from './probe/probe-room.js';
import type { SignProvider, SignProviderPolicy } from './sign-providers.js';
import { preferFirst } from './sign-providers.js';
import type { SourceCounters } from './source-counters.js';
import { NO_COUNTERS } from './source-counters.js';

export interface TikTokLiveSourceOptions extends TikTokHosts {
  /** In order of preference; at least one. */
  signProviders: readonly SignProvider[];
  /** Chooses among the providers. Default: always the first. */
  signPolicy?: SignProviderPolicy;
  /** How long opening may take, and looking at a room, ms. */
  connectTimeoutMs: number;
  /** A session that decodes no frame for this long, ms, is over. Quiet rooms send one every few seconds. */
  silenceMs: number;
  /** ms since the epoch. Default: Date.now. */
  clock?: () => number;
  counters?: SourceCounters;
}

/**
 * TikTok LIVE through the unmodified tiktok-live-connector. Holds nothing between its sessions but which device to
 * pass for; any number of sources, with their own hosts and keys, live in one process.
 */
export class TikTokLiveSource implements LiveSource {
  private readonly clock: () => number;
  private readonly policy: SignProviderPolicy;
  /** Moves on when TikTok blocks the present device. */
  private device = 0;

  constructor(private readonly options: TikTokLiveSourceOptions) {
    this.clock = options.clock ?? Date.now;
    this.policy = options.signPolicy ?? preferFirst(options.signProviders);
  }

  probe(handle: string, signal?: AbortSignal, onRequest?: () => void): Promise<RoomProbe> {
    const timeout = AbortSignal.timeout(this.options.connectTimeoutMs);
    return probeRoom(handle, this.options, signal ? AbortSignal.any([signal, timeout]) : timeout, onRequest);
  }

  async open(
    room: { handle: string; roomId: string },
    listener: LiveSourceListener,
    signal?: AbortSignal,
  ): Promise<LiveSession> {
    const timeout = AbortSignal.timeout(this.options.connectTimeoutMs);
    const either = signal ? AbortSignal.any([signal, timeout]) : timeout;
    try {
      either.throwIfAborted();
      const provider = await this.policy.choose(either);
      return await this.openThrough(provider, room, listener, { signal: either, timeout });
    } catch (error) {
      if (error instanceof LiveSourceError) throw error;
      throw new LiveSourceError('transient', 'Opening was stopped.', { cause: error });
    }
  }

  private async openThrough(
    provider: SignProvider,
    room: { handle: string; roomId: string },
    listener: LiveSourceListener,
    { signal, timeout }: { signal: AbortSignal; timeout: AbortSignal },
  ): Promise<LiveSession> {
    const sign: SignAnswer = { headers: {} };
    const { silenceMs, connectTimeoutMs: timeoutMs } = this.options;
    const counters = this.options.counters ?? NO_COUNTERS;
    const session = new TikTokSession({ listener, counters, silenceMs, clock: this.clock });
    const connection = new RoomConnection({
      handle: room.handle,
      hosts: this.options,
      signClient: signClient(provider, { timeoutMs, signal, answer: sign }),
      signal,
      device: this.device,
      sink: session,
      begun: session.begun,
    });
    try {
      await connectOrAbort(connection, room.roomId, signal);
    } catch (error) {
      await connection.terminate();
      const aborted = signal.aborted && !timeout.aborted;
      const failure = aborted
        ? new LiveSourceError('transient', 'Opening was stopped.', { cause: error })
        : this.classify(error, { sign, refusal: connection.refusal, timedOut: timeout.aborted });
      if (!aborted) this.policy.report(provider, failure);
      throw failure;
    }
    this.policy.report(provider, 'signed');
    session.begin(connection);
    return session;
  }

  private classify(
    error: unknown,
    context: { sign: SignAnswer; refusal: RoomConnection['refusal']; timedOut: boolean },
  ): LiveSourceError {
    const failure = classifyConnectError(error, { ...context, now: this.clock() });
    if (failure.kind === 'device-blocked') this.device += 1;
    return failure;
  }
}

/** The library cannot be told to stop connecting: on abort its socket is ended, and what it still does is ignored. */
async function connectOrAbort(connection: RoomConnection, roomId: string, signal: AbortSignal): Promise<void> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([connection.connect(roomId), aborted]);
    signal.throwIfAborted();
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
