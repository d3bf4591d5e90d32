import type { BrokerRecord, BrokerRepository, GenerationClaim, OwnerSighting } from '#libs/domain';
import type { Database } from '../database.js';

interface BrokerRow {
  streamer_id: string;
  desired: boolean;
  generation: number;
  node_id: string | null;
  assigned_ms: string | null;
  handle: string | null;
  time_zone: string | null;
}

const LIST = `
  select b.streamer_id, b.desired, b.generation, b.node_id,
         (extract(epoch from b.assigned_at) * 1000)::bigint::text as assigned_ms, s.handle, s.time_zone
    from broker b left join streamer s on s.id = b.streamer_id`;

const CLAIM = `
  update broker b
     set generation = c."to", reason = c.cause, node_id = null, assigned_at = now(), updated_at = now()
    from jsonb_to_recordset(?::jsonb) as c("streamerId" uuid, "from" int, "to" int, cause text)
   where b.streamer_id = c."streamerId" and b.generation = c."from" and b.desired
  returning b.streamer_id`;

const RECORD = `
  update broker b
     set node_id = o."nodeId", generation = greatest(b.generation, o.generation), updated_at = now()
    from jsonb_to_recordset(?::jsonb) as o("streamerId" uuid, "nodeId" text, generation int)
   where b.streamer_id = o."streamerId" and b.generation <= o.generation`;

const PURGE = `
  delete from broker b
   where b.streamer_id in (select jsonb_array_elements_text(?::jsonb)::uuid)
     and not b.desired and not exists (select from streamer s where s.id = b.streamer_id)`;

function toRecord(row: BrokerRow): BrokerRecord {
  const { handle, time_zone: timeZone } = row;
  return {
    streamerId: row.streamer_id,
    desired: row.desired,
    generation: row.generation,
    nodeId: row.node_id,
    assignedAt: row.assigned_ms === null ? null : Number(row.assigned_ms),
    ...(handle === null || timeZone === null ? {} : { streamer: { handle, timeZone } }),
  };
}

/** Placement state in the table `broker`: whole batches in one statement, each row by its own condition. */
export class PostgresBrokerRepository implements BrokerRepository {
  constructor(private readonly database: Database) {}

  async list(): Promise<BrokerRecord[]> {
    const rows: BrokerRow[] = await this.database.unitOfWork().execute(LIST);
    return rows.map(toRecord);
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
