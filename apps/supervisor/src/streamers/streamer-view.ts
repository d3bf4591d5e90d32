import type { SourceStatus, Streamer } from '#libs/contracts';
import { isCanary, mayRun, type StreamerRecord } from '#libs/domain';

/** Status of a broker of which nothing was reported, or nothing can be read at the moment (`known` false). */
function fallbackStatus(streamer: StreamerRecord, known: boolean): SourceStatus {
  const since = streamer.createdAt;
  const stopped = (code: string, text: string) => ({ state: 'stopped' as const, since, reason: { code, text } });
  if (streamer.suspended) return stopped('ACCOUNT.SUSPENDED', 'The account is suspended');
  if (!streamer.entitled) return stopped('ACCOUNT.NOT_ENTITLED', 'There is no active plan');
  if (!streamer.enabled) return stopped('BROKER.DISABLED', 'Switched off');
  const reason = known
    ? { code: 'BROKER.UNASSIGNED', text: 'Waiting for a machine' }
    : { code: 'STATUS.UNAVAILABLE', text: 'The status cannot be read at the moment' };
  return { state: known ? 'connecting' : 'degraded', since, reason };
}

/** A streamer who was stopped by others is told so, whatever the broker said when it ended. */
function outlived({ enabled }: StreamerRecord, reported: SourceStatus): boolean {
  return enabled || reported.state !== 'stopped';
}

/** What the API shows of a streamer. The widget key is not part of it. */
export function toStreamer(streamer: StreamerRecord, reported: SourceStatus | undefined | 'unreadable'): Streamer {
  const { id, handle, enabled, timeZone, createdAt, broker } = streamer;
  // A status from before the streamer was switched off says nothing any more.
  const stale =
    reported === undefined || reported === 'unreadable' || (!mayRun(streamer) && outlived(streamer, reported));
  const status = stale ? fallbackStatus(streamer, reported !== 'unreadable') : reported;
  const canary = isCanary(id) ? { canary: true as const } : {};
  const created = { createdAt: new Date(createdAt).toISOString() };
  return { id, handle, enabled, timeZone, ...created, ...canary, broker: { ...broker, status } };
}
