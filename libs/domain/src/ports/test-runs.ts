import type { LiveEvent, TestRun } from '#libs/contracts';

/** `busy`: another run goes on. `too-many`: wait a minute. */
export type TestRunStart = 'begun' | 'busy' | 'too-many';

/**
 * Events that a streamer makes to try the overlay. They are in the log and on the pages like all others, and are counted
 * nowhere. They need no owner of the streamer and do not disturb one. One run at a time for each streamer; one that is
 * not heard of for half a minute is over.
 */
export interface TestRunStore {
  begin(streamerId: string, run: Pick<TestRun, 'id' | 'kind' | 'total'>): Promise<TestRunStart>;
  /** Appends the next events of a run. `ended`: it does not go on any more, and nothing was appended. */
  append(streamerId: string, runId: string, events: readonly LiveEvent[]): Promise<'appended' | 'ended'>;
  /** Ends the run that goes on, or only the one that is named. */
  end(streamerId: string, state: 'stopped' | 'failed', runId?: string): Promise<void>;
  /** The newest run, for an hour after its end. */
  current(streamerId: string): Promise<TestRun | undefined>;
}
