import type { DriftFinding, DriftReason } from '#libs/contracts';
import type { DriftCounts, DriftState } from '../drift/drift-state.js';
import type { DriftSample } from '../drift/samples/recorded-line.js';

/** How many of what: shares of `DriftCounts`, by method and `all` or a reason. */
export interface DriftCount {
  method: string;
  what: DriftReason | 'all';
  count: number;
}

/** What nodes tell of the wire. Counts add up over all nodes; the storage's clock says to which span they belong. */
export interface DriftJournal {
  /**
   * Adds counts to the present span, all or none of them; a call that is repeated counts twice. Of unknown methods
   * the first MAX_UNKNOWN_METHODS names are kept apart. Answers with what is raised at the moment.
   */
  add(counts: readonly DriftCount[]): Promise<DriftFinding[]>;
  /** Keeps samples while there is room: bounded in number for each method and reason, in bytes and in age. */
  keep(samples: readonly DriftSample[]): Promise<void>;
}

/** What a supervisor judges by, and what it concluded. */
export interface DriftBook {
  /** The spans after `index` that are over, oldest first, empty ones included; at most as many as are kept. */
  spansAfter(index: number): Promise<{ index: number; at: number; counts: DriftCounts }[]>;
  /** `undefined` before the first. */
  load(): Promise<DriftState | undefined>;
  /** Stores the conclusion if the stored one has the revision `from`, 0 for none; of several supervisors one succeeds. */
  save(state: DriftState, findings: readonly DriftFinding[], from: number): Promise<boolean>;
  /** Oldest first; none that are too old. */
  samples(): Promise<DriftSample[]>;
}
