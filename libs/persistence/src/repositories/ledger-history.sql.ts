/** Rows of a streamer in every epoch but one, or in one up to an offset, with the spans that they belong to. */
const SPANS = `
  e.received_at >= to_timestamp(?::float8 / 1000) as in_day,
  e.received_at >= to_timestamp(?::float8 / 1000) as in_session`;

function rowsOf(part: 'older' | 'within'): string {
  const condition = part === 'older' ? 'e.epoch <> ?' : 'e.epoch = ? and e.log_offset <= ?';
  return `rows as materialized (
    select e.event_id, e.type, e.user_id, e.received_at, coalesce(e.coins, 0) as coins, coalesce(e.count, 0) as count,
           ${SPANS}
      from ledger_event e
     where e.streamer_id = ?::uuid and ${condition} and e.type in ('gift', 'follow', 'subscribe'))`;
}

const SUM = (span: string, condition: string) => `
  coalesce(sum(coins) filter (where ${condition}), 0)::text as "${span}.coins",
  coalesce(sum(count) filter (where type = 'gift' and ${condition}), 0)::text as "${span}.gifts",
  count(*) filter (where type = 'follow' and ${condition})::text as "${span}.follows",
  count(*) filter (where type = 'subscribe' and ${condition})::text as "${span}.subscribes"`;

/** Parameters: day start, session start (ms), streamer, epoch, then the offset for `within`. */
export const sumsOf = (part: 'older' | 'within') => `
  with ${rowsOf(part)}
  select ${SUM('a', 'true')}, ${SUM('d', 'in_day')}, ${SUM('s', 'in_session')} from rows`;

/** The same parameters, then how many and the streamer again. */
export const rankingOf = (part: 'older' | 'within', span: 's' | 'a') => `
  with ${rowsOf(part)},
  top as (select user_id, sum(coins) as score, max(received_at) as last from rows
           where type = 'gift' and user_id is not null ${span === 's' ? 'and in_session' : ''}
           group by user_id having sum(coins) > 0 order by score desc limit ?)
  select top.user_id, top.score::text as score,
         (select (e.payload -> 'user')::text from ledger_event e
           where e.streamer_id = ?::uuid and e.type = 'gift' and e.received_at = top.last and e.user_id = top.user_id
           limit 1) as profile
    from top`;

/** The same parameters, then how many ms back and how many rows. */
export const RECENT = `
  with ${rowsOf('older')}
  select event_id, type, user_id, coins::text as coins, count::text as count, in_day, in_session from rows
   where received_at > (select max(received_at) from rows) - ?::float8 * interval '1 millisecond'
   order by received_at desc limit ?`;

export const SESSION_START = `
  select event_id, (extract(epoch from received_at) * 1000)::bigint::text as started_ms from ledger_event
   where streamer_id = ?::uuid and type = 'stream.started' order by received_at desc limit 1`;

export const LATEST = `
  select kind, (select e.payload::text from ledger_event e
                 where e.streamer_id = ?::uuid and e.type = kind
                 order by e.received_at desc, e.log_offset desc limit 1) as payload
    from unnest(array['gift', 'follow', 'subscribe']) as kind`;

export const EPOCH_SUMS = `
  select r.place, coalesce(sum(e.coins), 0)::text as coins,
         coalesce(sum(e.count) filter (where e.type = 'gift'), 0)::text as gifts,
         count(*) filter (where e.type = 'follow')::text as follows,
         count(*) filter (where e.type = 'subscribe')::text as subscribes
    from jsonb_to_recordset(?::jsonb) as r(place int, "streamerId" uuid, epoch text, "offset" bigint)
    left join ledger_event e
      on e.streamer_id = r."streamerId" and e.epoch = r.epoch and e.log_offset <= r."offset"
   group by r.place`;

export const SAVE_CHECKPOINTS = `
  insert into checkpoint (streamer_id, epoch, taken_at, day, counts, ranks, profiles)
  select c."streamerId", c.epoch, to_timestamp(c."takenAt" / 1000.0), c.day, c.counts, c.ranks, c.profiles
    from jsonb_to_recordset(?::jsonb) as c(
      "streamerId" uuid, epoch text, "takenAt" bigint, day text, counts jsonb, ranks jsonb, profiles jsonb)
   where exists (select from streamer s where s.id = c."streamerId")
  on conflict (streamer_id, epoch) do update
     set taken_at = excluded.taken_at, day = excluded.day, counts = excluded.counts, ranks = excluded.ranks,
         profiles = excluded.profiles
   where checkpoint.taken_at <= excluded.taken_at`;

/** Epochs that a later one followed for a day are of no use any more. */
export const DROP_OLD_CHECKPOINTS = `
  delete from checkpoint c
   where c.streamer_id in (select jsonb_array_elements_text(?::jsonb)::uuid)
     and exists (select from checkpoint n
                  where n.streamer_id = c.streamer_id and n.taken_at > c.taken_at + interval '1 day')`;

export const CHECKPOINT_BEFORE = `
  select epoch, (extract(epoch from taken_at) * 1000)::bigint::text as taken_ms, day, counts, ranks, profiles
    from checkpoint where streamer_id = ?::uuid and epoch <> ? order by taken_at desc limit 1`;

export const CLOSE_SESSIONS = `
  insert into session
    (streamer_id, ended_by, room_id, started_at, ended_at, coins, gifts, follows, subscribes, likes, shares,
     peak_viewers)
  select x."streamerId", x."eventId", x."roomId", b.at, to_timestamp(x."endedAt" / 1000.0),
         t.coins, t.gifts, t.follows, t.subscribes,
         coalesce(x.likes, c.likes, 0), coalesce(x.shares, c.shares, 0), coalesce(x."peakViewers", p.peak)
    from jsonb_to_recordset(?::jsonb) as x(
      "streamerId" uuid, "eventId" text, "roomId" text, "endedAt" bigint, "receivedAt" bigint,
      likes bigint, shares bigint, "peakViewers" int)
    join streamer s on s.id = x."streamerId"
    left join lateral (
      select e.at, e.received_at from ledger_event e
       where e.streamer_id = x."streamerId" and e.type = 'stream.started'
         and e.received_at <= to_timestamp(x."receivedAt" / 1000.0)
       order by e.received_at desc limit 1) b on true
    left join lateral (
      select coalesce(sum(e.coins), 0) as coins,
             coalesce(sum(e.count) filter (where e.type = 'gift'), 0) as gifts,
             count(*) filter (where e.type = 'follow') as follows,
             count(*) filter (where e.type = 'subscribe') as subscribes
        from ledger_event e
       where e.streamer_id = x."streamerId" and e.type in ('gift', 'follow', 'subscribe')
         and e.received_at >= b.received_at and e.received_at <= to_timestamp(x."receivedAt" / 1000.0)) t on true
    left join lateral (
      select (k.counts ->> 's.likes')::bigint as likes, (k.counts ->> 's.shares')::bigint as shares
        from checkpoint k
       where k.streamer_id = x."streamerId" and k.taken_at >= b.received_at
         and k.taken_at <= to_timestamp(x."receivedAt" / 1000.0) + interval '1 minute'
       order by k.taken_at desc limit 1) c on true
    left join lateral (
      select max(greatest(m.peak, m.viewers)) as peak from stream_sample m
       where m.streamer_id = x."streamerId" and m.at >= b.received_at - interval '1 minute'
         and m.at <= to_timestamp(x."receivedAt" / 1000.0)) p on true
  on conflict (streamer_id, ended_by) do update
     set started_at = excluded.started_at, coins = excluded.coins, gifts = excluded.gifts,
         follows = excluded.follows, subscribes = excluded.subscribes,
         likes = greatest(session.likes, excluded.likes), shares = greatest(session.shares, excluded.shares),
         peak_viewers = greatest(session.peak_viewers, excluded.peak_viewers)`;
