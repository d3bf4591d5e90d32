const ms = (expression: string) => `(extract(epoch from ${expression}) * 1000)::bigint::text`;
const time = 'to_timestamp(?::float8 / 1000)::timestamptz(3)';

/** When the stream of that room was last seen to begin. Parameters: streamer, room. */
export const START_OF = `
  select ${ms('e.at')} as started_ms from ledger_event e
   where e.streamer_id = ?::uuid and e.type = 'stream.started' and e.payload ->> 'roomId' = ?
   order by e.received_at desc limit 1`;

/**
 * Past streams of one streamer with the times between which their events were received, and for how long nothing was
 * heard. Conditions and order come after it.
 */
export const STREAMS = `
  select x.ended_by, x.room_id, ${ms('x.started_at')} as started_ms, ${ms('x.ended_at')} as ended_ms,
         x.coins::text as coins, x.gifts::text as gifts, x.likes::text as likes, x.follows::text as follows,
         x.shares::text as shares, x.subscribes::text as subscribes, x.peak_viewers,
         ${ms('b.received_at')} as from_ms, ${ms('coalesce(n.received_at, x.ended_at)')} as to_ms, g.blind_ms::text as blind_ms
    from session x
    left join ledger_event n on n.streamer_id = x.streamer_id and n.event_id = x.ended_by
    left join lateral (
      select e.received_at from ledger_event e
       where e.streamer_id = x.streamer_id and e.type = 'stream.started' and e.at = x.started_at
       order by e.received_at desc limit 1) b on true
    left join lateral (
      select coalesce(sum(extract(epoch from
               least(to_timestamp((e.payload ->> 'to')::float8 / 1000), x.ended_at)
               - greatest(to_timestamp((e.payload ->> 'from')::float8 / 1000), x.started_at)) * 1000), 0)::bigint as blind_ms
        from ledger_event e
       where e.streamer_id = x.streamer_id and e.type = 'source.restored'
         and e.received_at >= x.started_at and e.received_at < x.ended_at + interval '7 days'
         and to_timestamp((e.payload ->> 'to')::float8 / 1000) > x.started_at
         and to_timestamp((e.payload ->> 'from')::float8 / 1000) < x.ended_at) g on true
   where x.streamer_id = ?::uuid`;
export const PAGE_AFTER = ` and (x.ended_at, x.ended_by) < (${time}, ?)`;
export const PAGE_ORDER = ' order by x.ended_at desc, x.ended_by desc limit ?';
export const ONE = ' and (x.ended_by = ? or x.room_id = ?) order by x.ended_by = ? desc, x.ended_at desc limit 1';

/** Minutes of a span by buckets, the last of each. Parameters: step in s, streamer, from, to (ms). */
export const CHART = `
  with minutes as (
    select m.*, floor(extract(epoch from m.at) / ?::int) as bucket from stream_sample m
     where m.streamer_id = ?::uuid and m.at >= ${time} and m.at <= ${time})
  select distinct on (m.bucket) ${ms('m.at')} as at_ms, m.viewers, m.likes::text as likes, m.coins::text as coins
    from minutes m order by m.bucket, m.at desc`;

/** Parameters: streamer, from, from, to (ms). A gap is told when it is over, so no earlier. */
export const GAPS = `
  select (e.payload ->> 'from') as from_ms, (e.payload ->> 'to') as to_ms from ledger_event e
   where e.streamer_id = ?::uuid and e.type = 'source.restored' and e.received_at >= ${time}
     and (e.payload ->> 'to')::float8 > ?::float8 and (e.payload ->> 'from')::float8 < ?::float8
   order by (e.payload ->> 'from')::float8 limit 1000`;

/** Parameters: streamer, from, to (ms), how many, streamer. */
export const TOP_GIFTERS = `
  with top as (
    select e.user_id, sum(e.coins) as coins, max(e.received_at) as last from ledger_event e
     where e.streamer_id = ?::uuid and e.type = 'gift' and e.user_id is not null
       and e.received_at >= ${time} and e.received_at <= ${time}
     group by e.user_id having sum(e.coins) > 0 order by coins desc, e.user_id limit ?)
  select top.coins::text as coins,
         (select e.payload -> 'user' from ledger_event e
           where e.streamer_id = ?::uuid and e.type = 'gift' and e.received_at = top.last and e.user_id = top.user_id
           limit 1) as profile
    from top order by top.coins desc, top.user_id`;

/** Parameters: streamer, from, to (ms), the last row: ms and id; how many. */
export const EVENTS = `
  select e.payload, e.event_id, ${ms('e.received_at')} as received_ms from ledger_event e
   where e.streamer_id = ?::uuid and e.type in ('gift', 'follow', 'subscribe')
     and e.received_at >= ${time} and e.received_at <= ${time} and (e.received_at, e.event_id) > (${time}, ?)
   order by e.received_at, e.event_id limit ?`;
