import type { BrokerRecord, BrokerRepository, GenerationClaim, OwnerSighting } from '#libs/domain';
import type { Database } from '../database.js';

interface BrokerRow {
  streamer_id: string;
  desired: boolean;
  generation: number;
  node_id: string | null;
  assigned_ago_ms: string | null;
  reason: string | null;
  handle: string | null;
  time_zone: string | null;
  priority: number | null;
}

/** How long ago, not when: the clocks of PostgreSQL and of who asks may differ. */
const LIST = `
  select b.streamer_id, b.desired, b.generation, b.node_id, b.reason,
         (extract(epoch from clock_timestamp() - b.assigned_at) * 1000)::bigint::text as assigned_ago_ms, s.handle, s.time_zone,
         (e.allows ->> 'priority')::int as priority
    from broker b left join streamer s on s.id = b.streamer_id left join entitlement e on e.account_id = s.account_id`;

/** The old owner is read beside the update, which sees the rows as they were before it. */
const CLAIM = `
  with claim as (
    select c.*, b.node_id as from_node
      from jsonb_to_recordset(?::jsonb)
             as c("streamerId" uuid, "from" int, "to" int, cause text, "ownerStays" boolean)
      join broker b on b.streamer_id = c."streamerId"
  ), won as (
    update broker b
       set generation = c."to", reason = c.cause, assigned_at = now(), updated_at = now(),
           node_id = case when c."ownerStays" then b.node_id end
      from claim c
     where b.streamer_id = c."streamerId" and b.generation = c."from" and b.desired
    returning b.streamer_id, c."to", c.cause, c.from_node
  ), noted as (
    insert into broker_move (streamer_id, generation, from_node, cause, claimed_at)
    select streamer_id, "to", from_node, cause, now() from won
    on conflict (streamer_id, generation) do nothing
  )
  select streamer_id from won`;

const RECORD = `
  with sighting as (
    select * from jsonb_to_recordset(?::jsonb) as o("streamerId" uuid, "nodeId" text, generation int)
  ), noted as (
    update broker_move m
       set to_node = o."nodeId", owned_at = now()
      from sighting o
     where m.streamer_id = o."streamerId" and m.generation = o.generation
       and m.owned_at is null and o."nodeId" is not null
  )
  update broker b
     set node_id = o."nodeId", generation = greatest(b.generation, o.generation), updated_at = now()
    from sighting o
   where b.streamer_id = o."streamerId" and b.generation <= o.generation`;

const PURGE = `
  with gone as (
    delete from broker b
     where b.streamer_id in (select jsonb_array_elements_text(?::jsonb)::uuid)
       and not b.desired and not exists (select from streamer s where s.id = b.streamer_id)
    returning b.streamer_id
  )
  delete from broker_move m using gone where m.streamer_id = gone.streamer_id`;

function toRecord(row: BrokerRow, now: number): BrokerRecord {
  const { handle, time_zone: timeZone } = row;
  return {
    streamerId: row.streamer_id,
    desired: row.desired,
    generation: row.generation,
    nodeId: row.node_id,
    assignedAt: row.assigned_ago_ms === null ? null : now - Number(row.assigned_ago_ms),
    cause: row.reason,
    ...(handle === null || timeZone === null ? {} : { streamer: { handle, timeZone } }),
    ...(row.priority ? { priority: row.priority } : {}),
  };
}

/** Placement state in the table `broker`: whole batches in one statement, each row by its own condition. */
export class PostgresBrokerRepository implements BrokerRepository {
  constructor(private readonly database: Database) {}

  async list(): Promise<BrokerRecord[]> {
    const rows: BrokerRow[] = await this.database.unitOfWork().execute(LIST);
    const now = Date.now();
    return rows.map((row) => toRecord(row, now));
  }

  async claimGenerations(claims: readonly GenerationClaim[]): Promise<Set<string>> {
    if (claims.length === 0) return new Set();
    const rows: Pick<BrokerRow, 'streamer_id'>[] = await this.run(CLAIM, claims);
    return new Set(rows.map((row) => row.streamer_id));
  }

  async recordOwners(sightings: readonly OwnerSighting[]): Promise<void> {
    if (sightings.length > 0) await this.run(RECORD, sightings);
  }

  async purge(streamerIds: readonly string[]): Promise<void> {
    if (streamerIds.length > 0) await this.run(PURGE, streamerIds);
  }

  private run<T>(statement: string, batch: readonly unknown[]): Promise<T[]> {
    return this.database.unitOfWork().execute(statement, [JSON.stringify(batch)]);
  }
}
