import { LiveSourceError, type LiveSource, type LivenessBudget, type LookTurn, type RoomProbe } from '#libs/domain';

/** A long wait is looked at again this often: the pace may have changed. */
const CONFIRM_MS = 60_000;
/** A shorter wait is too short for that. */
const SHORT_MS = 2_000;

export interface LookWish {
  urgent: boolean;
  everyMs: number;
  /** The answer is at hand already and costs no request. */
  free?: true;
}

/** One streamer's looks at the room, each in its turn of the shared schedule, and paid for with what it cost. */
export class LookTurns {
  constructor(
    private readonly streamerId: string,
    private readonly handle: string,
    private readonly source: Pick<LiveSource, 'probe'>,
    private readonly budget: LivenessBudget,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Waits for a turn. Rejects when the schedule is out of reach, or `signal` was aborted. */
  async wait(
    { urgent, everyMs, free }: LookWish,
    signal: AbortSignal,
    onTurn: (turn: LookTurn) => void,
  ): Promise<void> {
    if (free) return;
    const turn = await this.budget.book({ streamerId: this.streamerId, urgent, everyMs });
    signal.throwIfAborted();
    onTurn(turn);
    let { ticket, waitMs } = turn;
    while (waitMs > 0) {
      const part = Math.min(waitMs, CONFIRM_MS);
      await sleep(part, signal);
      if (waitMs <= SHORT_MS) return;
      const again = await this.budget.confirm(ticket);
      const moved = again.ticket !== ticket;
      waitMs = moved ? again.waitMs : waitMs - part;
      ticket = again.ticket;
      if (moved) onTurn({ ...turn, waitMs });
    }
  }

  async look(signal: AbortSignal): Promise<RoomProbe> {
    let requests = 0;
    const settle = (outcome: 'answered' | 'blocked' | 'failed') => {
      this.budget.settle(this.streamerId, { requests, outcome }).catch(this.onError);
    };
    try {
      const probe = await this.source.probe(this.handle, signal, () => void (requests += 1));
      settle('answered');
      return probe;
    } catch (error) {
      settle(outcomeOf(error));
      throw error;
    }
  }

  leave(): void {
    this.budget.leave(this.streamerId).catch(this.onError);
  }
}

/** The same source, whose looks take no turn, as with a move that cannot wait; later looks of others make up for them. */
export function charged(source: LiveSource, budget: LivenessBudget, onError: (error: unknown) => void): LiveSource {
  return {
    open: (room, listener, signal) => source.open(room, listener, signal),
    probe: async (handle, signal, onRequest) => {
      // Who counts the requests pays for them.
      if (onRequest) return await source.probe(handle, signal, onRequest);
      let requests = 0;
      const count = () => void (requests += 1);
      // A turn is worth one request, and none was taken.
      const settle = () => budget.settle(handle, { requests: requests + 1, outcome: 'failed' }).catch(onError);
      return await source.probe(handle, signal, count).finally(() => void settle());
    },
  };
}

function outcomeOf(error: unknown): 'answered' | 'blocked' | 'failed' {
  if (!(error instanceof LiveSourceError)) return 'failed';
  if (error.kind === 'address-blocked') return 'blocked';
  return error.kind === 'user-not-found' ? 'answered' : 'failed';
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
