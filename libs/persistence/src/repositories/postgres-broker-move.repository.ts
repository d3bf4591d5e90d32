import {
  BadCursorError,
  type BrokerMove,
  type BrokerMovePage,
  type BrokerMoveQuery,
  type BrokerMoveRepository,
} from '#libs/domain';
import type { Database } from '../database.js';

interface MoveRow {
  streamer_id: string;
  generation: number;
  from_node: string | null;
  to_node: string | null;
  cause: string;
  claimed_ms: string;
  owned_ms: string | null;
}

const RECENT = `
  select streamer_id, generation, from_node, to_node, cause,
         (extract(epoch from claimed_at) * 1000)::bigint::text as claimed_ms,
         (extract(epoch from owned_at) * 1000)::bigint::text as owned_ms
    from broker_move`;

/** Generations are dense, so the newest are found without counting. */
const PRUNE_MANY = `
  delete from broker_move m using broker b
   where m.streamer_id = b.streamer_id and m.generation <= b.generation - ?`;
const PRUNE_OLD = 'delete from broker_move where claimed_at < now() - make_interval(days => ?)';

const CURSOR = /^(\d{1,14}):(\d{1,10}):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

function toMove(row: MoveRow): BrokerMove {
  return {
    streamerId: row.streamer_id,
    generation: row.generation,
    fromNode: row.from_node,
    toNode: row.to_node,
    cause: row.cause,
    claimedAt: Number(row.claimed_ms),
    ownedAt: row.owned_ms === null ? null : Number(row.owned_ms),
  };
}

function encode({ claimedAt, generation, streamerId }: BrokerMove): string {
  return Buffer.from(`${claimedAt}:${generation}:${streamerId}`).toString('base64url');
}

function decode(cursor: string): [number, string, number] {
  const [, claimedAt, generation, streamerId] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  if (!claimedAt || !generation || !streamerId) throw new BadCursorError('The cursor is not one of this list');
  return [Number(claimedAt) / 1000, streamerId, Number(generation)];
}

/** The table `broker_move`, read by time, streamer and node. */
export class PostgresBrokerMoveRepository implements BrokerMoveRepository {
  constructor(private readonly database: Database) {}

  async recent({ streamerId, nodeId, limit, cursor }: BrokerMoveQuery): Promise<BrokerMovePage> {
    const conditions: string[] = [];
    const values: (string | number)[] = [];
    const where = (condition: string, ...given: (string | number)[]) => {
      conditions.push(condition);
      values.push(...given);
    };
    if (streamerId !== undefined) where('streamer_id = ?::uuid', streamerId);
    if (nodeId !== undefined) where('(from_node = ? or to_node = ?)', nodeId, nodeId);
    if (cursor !== undefined) {
      where('(claimed_at, streamer_id, generation) < (to_timestamp(?)::timestamptz(3), ?::uuid, ?)', ...decode(cursor));
    }
    const filter = conditions.length > 0 ? ` where ${conditions.join(' and ')}` : '';
    const order = ' order by claimed_at desc, streamer_id desc, generation desc limit ?';
    const rows: MoveRow[] = await this.database.unitOfWork().execute(RECENT + filter + order, [...values, limit + 1]);
    const items = rows.slice(0, limit).map(toMove);
    const last = items.at(-1);
    return { items, ...(rows.length > limit && last ? { next: encode(last) } : {}) };
  }

  async prune({ keepDays, keepPerStreamer }: { keepDays: number; keepPerStreamer: number }): Promise<void> {
    const work = this.database.unitOfWork();
    await work.execute(PRUNE_MANY, [keepPerStreamer]);
    await work.execute(PRUNE_OLD, [keepDays]);
  }
}
