import type { SourceStatus, Streamer } from '#libs/contracts';
import { isCanary, type StreamerRecord } from '#libs/domain';

/** Status of a broker of which nothing was reported, or nothing can be read at the moment (`known` false). */
function fallbackStatus(streamer: StreamerRecord, known: boolean): SourceStatus {
  const since = streamer.createdAt;
  if (!streamer.enabled) return { state: 'stopped', since, reason: { code: 'BROKER.DISABLED', text: 'Switched off' } };
  const reason = known
    ? { code: 'BROKER.UNASSIGNED', text: 'Waiting for a machine' }
    : { code: 'STATUS.UNAVAILABLE', text: 'The status cannot be read at the moment' };
  return { state: known ? 'connecting' : 'degraded', since, reason };
}

/** What the API shows of a streamer. The widget key is not part of it. */
export function toStreamer(streamer: StreamerRecord, reported: SourceStatus | undefined | 'unreadable'): Streamer {
  const { id, handle, enabled, timeZone, createdAt, broker } = streamer;
  // A status from before the streamer was switched off says nothing any more.
  const stale = reported === undefined || reported === 'unreadable' || (!enabled && reported.state !== 'stopped');
  const status = stale ? fallbackStatus(streamer, reported !== 'unreadable') : reported;
  const canary = isCanary(id) ? { canary: true as const } : {};
  const created = { createdAt: new Date(createdAt).toISOString() };
  return { id, handle, enabled, timeZone, ...created, ...canary, broker: { ...broker, status } };
}
