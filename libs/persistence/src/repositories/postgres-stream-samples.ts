import type { StoredSample, StreamSamples } from '#libs/domain';
import type { Database } from '../database.js';

const SAVE = `
  insert into stream_sample (streamer_id, at, viewers, peak, likes, coins)
  select x."streamerId", to_timestamp(x.at / 1000), x.viewers, x.peak, x.likes, x.coins
    from jsonb_to_recordset(?::jsonb) as x(
      "streamerId" uuid, at bigint, viewers int, peak int, likes bigint, coins bigint)
   where exists (select from streamer s where s.id = x."streamerId")
  on conflict (streamer_id, at) do update
     set viewers = excluded.viewers, peak = excluded.peak, likes = excluded.likes, coins = excluded.coins`;

/** In parts, so that no statement runs long however much has come together. */
const PRUNE = `
  delete from stream_sample where ctid = any(array(
    select ctid from stream_sample where at < now() - make_interval(days => ?) limit 10000))
  returning 1`;
const MAX_PARTS = 100;

/** The table `stream_sample`, written. */
export class PostgresStreamSamples implements StreamSamples {
  constructor(private readonly database: Database) {}

  async save(samples: readonly StoredSample[]): Promise<void> {
    if (samples.length > 0) await this.database.unitOfWork().execute(SAVE, [JSON.stringify(samples)]);
  }

  async prune(keepDays: number): Promise<void> {
    const work = this.database.unitOfWork();
    for (let part = 0; part < MAX_PARTS; part++) {
      const gone: unknown[] = await work.execute(PRUNE, [keepDays]);
      if (gone.length === 0) return;
    }
  }
}
