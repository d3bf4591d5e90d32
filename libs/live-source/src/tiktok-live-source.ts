import { LiveSourceError } from '#libs/domain';
import type {
  CallOutcome,
  LiveSession,
  LiveSource,
  LiveSourceListener,
  OpenPurpose,
  RoomProbe,
  RoomScout,
  RoomSight,
  Tracer,
} from '#libs/domain';
import { classifyConnectError, type FailureContext } from './connection/classify-error.js';
import { RoomConnection } from './connection/room-connection.js';
import { TikTokSession } from './connection/session.js';
import type { SignAnswer } from './connection/sign-client.js';
import { signClient } from './connection/sign-client.js';
import type { TikTokHosts } from './connection/web-client.js';
import { describeRoom, probeRoom } from './probe/probe-room.js';
import { localSignDesk } from './signing/sign-desk.js';
import type { SigningPolicy, SignPermit, SignProvider } from './signing/sign-providers.js';
import type { SourceCounters } from './source-counters.js';
import { NO_COUNTERS } from './source-counters.js';

export interface TikTokLiveSourceOptions extends TikTokHosts {
  /** In order of preference; at least one. */
  signProviders: readonly SignProvider[];
  /** Budgets, circuit breakers and failover. Default: those of `signProviders`, shared with nobody. */
  signing?: SigningPolicy;
  /** How long opening may take, and looking at a room, ms. */
  connectTimeoutMs: number;
  /** How long one signing service may take, ms, at most a fair part of what is left of the connect timeout. */
  signTimeoutMs?: number;
  /** How long opening may wait for its turn to sign, ms, at most a third of the connect timeout. */
  signWaitMs?: number;
  /** A session that decodes no frame for this long, ms, is over. Quiet rooms send one every few seconds. */
  silenceMs: number;
  /** ms since the epoch. Default: Date.now. */
  clock?: () => number;
  counters?: SourceCounters;
  /** Records frames that tell something. */
  tracer?: Tracer | undefined;
}

const DEFAULT_SIGN_TIMEOUT_MS = 5_000;
const DEFAULT_SIGN_WAIT_MS = 5_000;

interface Opening {
  room: { handle: string; roomId: string };
  listener: LiveSourceListener;
  /** Aborted by the caller or by the connect timeout. */
  signal: AbortSignal;
  timeout: AbortSignal;
  /** When the connect timeout passes, on the clock of `performance`. */
  deadline: number;
}

/**
 * TikTok LIVE through the unmodified tiktok-live-connector. Holds nothing between its sessions but which device to
 * pass for; any number of sources, with their own hosts and keys, live in one process.
 */
export class TikTokLiveSource implements LiveSource, RoomScout {
  private readonly clock: () => number;
  private readonly signing: SigningPolicy;
  /** Moves on when TikTok blocks the present device. */
  private device = 0;

  constructor(private readonly options: TikTokLiveSourceOptions) {
    this.clock = options.clock ?? Date.now;
    this.signing = options.signing ?? localSignDesk(options.signProviders, { clock: this.clock });
  }

  probe(handle: string, signal?: AbortSignal, onRequest?: () => void): Promise<RoomProbe> {
    const timeout = AbortSignal.timeout(this.options.connectTimeoutMs);
    return probeRoom(handle, this.options, signal ? AbortSignal.any([signal, timeout]) : timeout, onRequest);
  }

  describe(handle: string, signal?: AbortSignal, onRequest?: () => void): Promise<RoomSight> {
    const timeout = AbortSignal.timeout(this.options.connectTimeoutMs);
    return describeRoom(handle, this.options, signal ? AbortSignal.any([signal, timeout]) : timeout, onRequest);
  }

  async open(
    room: { handle: string; roomId: string; purpose?: OpenPurpose },
    listener: LiveSourceListener,
    signal?: AbortSignal,
  ): Promise<LiveSession> {
    const { connectTimeoutMs, signWaitMs = DEFAULT_SIGN_WAIT_MS } = this.options;
    const timeout = AbortSignal.timeout(connectTimeoutMs);
    const either = signal ? AbortSignal.any([signal, timeout]) : timeout;
    const deadline = performance.now() + connectTimeoutMs;
    const attempt = this.signing.begin(room, room.purpose ?? 'start', Math.min(signWaitMs, connectTimeoutMs / 3));
    try {
      for (;;) {
        const permit = await attempt.next(either);
        const opened = await this.openThrough(permit, { room, listener, signal: either, timeout, deadline });
        if (!(opened instanceof LiveSourceError)) return opened;
        if (signal?.aborted || !isAboutProvider(opened)) throw opened;
      }
    } catch (error) {
      if (error instanceof LiveSourceError) throw error;
      const failed = signal?.aborted ? undefined : attempt.failures.at(-1);
      throw failed ?? new LiveSourceError('transient', 'Opening was stopped.', { cause: error });
    } finally {
      attempt.end();
    }
  }

  private async openThrough(permit: SignPermit, opening: Opening): Promise<LiveSession | LiveSourceError> {
    const { room, listener, signal, timeout } = opening;
    const sign: SignAnswer = { headers: {} };
    const { silenceMs, counters = NO_COUNTERS, tracer } = this.options;
    const session = new TikTokSession({ listener, counters, silenceMs, clock: this.clock, tracer });
    const timeoutMs = this.signTimeout(opening.deadline, permit.others);
    let connection: RoomConnection | undefined;
    try {
      connection = new RoomConnection({
        handle: room.handle,
        hosts: this.options,
        signClient: signClient(permit.provider, { timeoutMs, signal, answer: sign }),
        signal,
        device: this.device,
        sink: session,
        begun: session.begun,
      });
      await connectOrAbort(connection, room.roomId, signal);
    } catch (error) {
      await connection?.terminate();
      const aborted = signal.aborted && !timeout.aborted;
      const failure = aborted
        ? new LiveSourceError('transient', 'Opening was stopped.', { cause: error })
        : this.classify(error, {
            ...{ sign, refusal: connection?.refusal, timedOut: timeout.aborted },
            key: permit.provider.key,
          });
      await permit.settle({ outcome: outcomeOf(failure, sign), sent: sign.sent === true, failure });
      return failure;
    }
    // Not waited for: the owner gets the session first, whatever the account does.
    void permit.settle({ outcome: 'up', sent: true });
    session.begin(connection);
    return session;
  }

  /** What is left, shared with the providers that may come after, and with the connection itself. */
  private signTimeout(deadline: number, others: number): number {
    const left = Math.max(1, deadline - performance.now());
    return Math.min(this.options.signTimeoutMs ?? DEFAULT_SIGN_TIMEOUT_MS, left / (others + 2));
  }

  private classify(error: unknown, context: Omit<FailureContext, 'now'>): LiveSourceError {
    const failure = classifyConnectError(error, { ...context, now: this.clock() });
    if (failure.kind === 'device-blocked') this.device += 1;
    return failure;
  }
}

/** Failures that another provider or key may not have. */
function isAboutProvider({ kind }: LiveSourceError): boolean {
  return kind === 'sign-outage' || kind === 'sign-refused' || kind === 'sign-rate-limited';
}

/** What a failed attempt tells of the provider. Any answer that makes sense shows that it works. */
function outcomeOf({ kind }: LiveSourceError, sign: SignAnswer): CallOutcome {
  if (kind === 'sign-outage') return 'outage';
  if (kind === 'sign-refused') return 'refused';
  return sign.status === undefined ? 'unknown' : 'up';
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
