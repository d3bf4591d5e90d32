import {
  sourceStatusSchema,
  type Latest,
  type Leaderboard,
  type LiveEvent,
  type LiveEventType,
  type LiveUser,
  type SourceStatus,
} from '#libs/contracts';
import {
  calendarDay,
  shownTotals,
  type LogSnapshot,
  type LogState,
  type SnapshotRequest,
  type StoredAlert,
  type StreakTotal,
} from '#libs/domain';
import { countsIn, viewersOf } from './redis-projections.js';

/** The epoch of a streamer whose log does not exist yet. */
export const NO_EPOCH = 'none';

type StreamEntry = [id: string, fields: string[]];

function toRecord(flat: readonly string[]): Record<string, string> {
  const record: Record<string, string> = {};
  for (let index = 0; index < flat.length; index += 2) record[flat[index]!] = flat[index + 1]!;
  return record;
}

/** Shape: `total|closed|lastAt|event`, the event only while the streak is open. */
function parseStreak(text: string): StreakTotal {
  const [total, closed, lastAt] = text.split('|', 3);
  const json = text.slice(`${total}|${closed}|${lastAt}|`.length);
  const event = json === '' ? undefined : parseEvent(json);
  return {
    total: Number(total),
    closed: closed === '1',
    lastAt: Number(lastAt),
    ...(event?.type === 'gift' ? { user: event.user, gift: event.gift } : {}),
  };
}

/** Shape: `[epoch, head, at, gap, room, session, difference, status]`, absent ones empty; streaks as a flat hash. */
export function parseLogState(meta: readonly string[], streaks: readonly string[]): LogState {
  const [epoch, head, at, gap, room, session, difference, status] = meta;
  const said = status ? sourceStatusSchema.safeParse(JSON.parse(status)).data : undefined;
  return {
    position: { epoch: epoch!, offset: Number(head) },
    lastAppendAt: Number(at || 0),
    ...(gap ? { gapFrom: Number(gap) } : {}),
    ...(room ? { liveRoomId: room } : {}),
    session: Number(session || 0),
    ...(difference ? { clockDifferenceMs: Number(difference) } : {}),
    streaks: new Map(Object.entries(toRecord(streaks)).map(([id, text]) => [id, parseStreak(text)])),
    ...(said ? { status: said } : {}),
  };
}

export function parseStatus(text: string): SourceStatus {
  return sourceStatusSchema.parse(JSON.parse(text));
}

/** The log holds what was parsed on its way in; checking it again for each page would cost more than the page. */
function parseEvent(json: string): LiveEvent {
  return JSON.parse(json) as LiveEvent;
}

function parseRanking(flat: readonly string[]): { user: LiveUser; score: number }[] {
  const ranking = [];
  for (let index = 0; index < flat.length; index += 2) {
    const profile = flat[index];
    if (profile) ranking.push({ user: JSON.parse(profile) as LiveUser, score: Number(flat[index + 1]) });
  }
  return ranking;
}

/** Worker and Redis gone together leave a status that nobody stands for any more. */
function statusOf(text: string, owned: boolean): SourceStatus {
  if (text === '') return { state: 'offline', since: 0 };
  const status = parseStatus(text);
  const claimsOwner = status.state === 'live' || status.state === 'connecting' || status.state === 'degraded';
  if (owned || !claimsOwner) return status;
  return {
    state: 'retrying',
    since: status.since,
    reason: { code: 'BROKER.MOVING', text: 'The connection is being moved to another machine.' },
  };
}

/** Reply of snapshot.lua; `recent` is picked by type out of the newest entries. */
export function parseSnapshot(reply: unknown, recent: SnapshotRequest, now: number): LogSnapshot {
  const [epoch, head, totalsFlat, latestFlat, rankings, log, alerts, status, owned, base, day, zone] = reply as [
    string,
    string,
    string[],
    string[],
    [string[], string[], string[], string[]],
    StreamEntry[],
    StreamEntry[],
    string,
    number,
    string[],
    string,
    string,
  ];
  // Before the supervisor told the zone, the day of the last append is the best that is known.
  const today = zone === '' ? day : calendarDay(zone)(now);
  const before = { day: toRecord(base)['day'] ?? '', counts: countsIn(base) };
  const latest: Latest = Object.fromEntries(
    Object.entries(toRecord(latestFlat)).map(([name, json]) => [name, parseEvent(json)]),
  );
  const [sessionCoins, sessionLikes, allCoins, allLikes] = rankings;
  const leaderboard: Leaderboard = {
    session: { coins: parseRanking(sessionCoins), likes: parseRanking(sessionLikes) },
    allTime: { coins: parseRanking(allCoins), likes: parseRanking(allLikes) },
  };
  const offset = Number(head);
  return {
    position: { epoch: epoch || NO_EPOCH, offset },
    snapshot: {
      offset,
      totals: shownTotals(countsIn(totalsFlat), day, before, today),
      goals: [],
      leaderboard,
      latest,
      recent: log
        .filter(([, fields]) => recent.types.has(fields[1] as LiveEventType))
        .slice(0, recent.limit)
        .toReversed()
        .map(([id, fields]) => ({ offset: Number.parseInt(id, 10), event: parseEvent(fields[3]!) })),
      ...viewersOf(new Map(Object.entries(toRecord(totalsFlat)))),
    },
    status: statusOf(status, owned === 1),
    alerts: alerts.toSorted(byArrival).map(parseAlert),
  };
}

/** Ids of stream entries begin with the time, ms; entries of one batch share it and have offsets in order. */
function byArrival([a, aFields]: StreamEntry, [b, bFields]: StreamEntry): number {
  return Number.parseInt(a, 10) - Number.parseInt(b, 10) || Number(aFields[1]) - Number(bFields[1]);
}

function parseAlert([, fields]: StreamEntry): StoredAlert {
  const record = toRecord(fields);
  return { event: parseEvent(record['e']!), epoch: record['p']!, offset: Number(record['o']) };
}
