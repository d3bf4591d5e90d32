import type { SourceStatus } from '#libs/contracts';
import type { AssignCause, FenceAction } from '#libs/domain';

/** What pages and the streamer are told while a broker is on its way to a machine. */
export function assignedStatus(cause: AssignCause, now: number): SourceStatus {
  const reason =
    cause === 'owner-lost'
      ? { code: 'BROKER.MOVED', text: 'Moving to another machine' }
      : { code: 'BROKER.STARTING', text: 'Starting' };
  return { state: 'connecting', since: now, reason };
}

/** What they are told when a broker is stopped; nothing when another one follows at once. */
export function fencedStatus(cause: FenceAction['cause'], now: number): SourceStatus | undefined {
  if (cause === 'superseded') return undefined;
  return { state: 'stopped', since: now, reason: { code: 'BROKER.DISABLED', text: 'Switched off' } };
}
