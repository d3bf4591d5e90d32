import type { LiveUser } from '#libs/contracts';
import type { SourceFact } from '#libs/domain';
import type { InvalidReason } from '../source-counters.js';

/** What a message says about the stream itself. */
export type StreamSignal = 'paused' | 'resumed' | 'ended' | 'suspended';

/** What became of one decoded message. */
export type Outcome =
  | { kind: 'fact'; fact: SourceFact }
  | { kind: 'signal'; signal: StreamSignal }
  | { kind: 'ignored' }
  | { kind: 'invalid'; why: InvalidReason };

/** What every event has in common; made once per message. */
export interface Common {
  /** `<tag>:<room>:<message>`; the same message heard twice has the same id. */
  id: string;
  at: number;
  receivedAt: number;
}

/** One small function per family of messages. It may rely on nothing in `message` being present. */
export type Normaliser<M> = (message: M, common: Common) => Outcome;

export const IGNORED: Outcome = { kind: 'ignored' };

export function fact(one: SourceFact): Outcome {
  return { kind: 'fact', fact: one };
}
export function invalid(why: InvalidReason): Outcome {
  return { kind: 'invalid', why };
}
/** For events that make no sense without somebody who caused them. */
export function withUser(user: LiveUser | undefined, make: (user: LiveUser) => SourceFact): Outcome {
  return user ? fact(make(user)) : invalid('no-user');
}
