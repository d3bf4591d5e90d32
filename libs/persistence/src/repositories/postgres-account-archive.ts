import type { AccountArchive, ArchiveRow } from '#libs/domain';
import type { Database } from '../database.js';

const BATCH = 1000;

interface JsonRow {
  row: ArchiveRow;
}
interface PlacedRow extends JsonRow {
  at: string;
  id: string;
}

/** Columns are named: one that comes later is not given out by accident. */
const ACCOUNT = `select jsonb_build_object('id', id, 'email', email, 'emailVerifiedAt', email_verified_at,
  'pendingEmail', pending_email, 'name', name, 'role', role, 'timeZone', time_zone, 'suspendedAt', suspended_at,
  'suspendedReason', suspended_reason, 'createdAt', created_at, 'lastSeenAt', last_seen_at) as row
  from account where id = ?::uuid`;
const SESSIONS = `select jsonb_build_object('id', id, 'device', device, 'address', address, 'createdAt', created_at,
  'lastSeenAt', last_seen_at) as row from login_session where account_id = ?::uuid order by created_at`;
const TOKENS = `select jsonb_build_object('id', id, 'name', name, 'hint', hint, 'scopes', scopes,
  'createdAt', created_at, 'lastUsedAt', last_used_at, 'expiresAt', expires_at) as row
  from api_token where account_id = ?::uuid order by created_at`;
const AUDIT = `select jsonb_build_object('at', at, 'action', action, 'actor', actor_kind, 'subjectKind', subject_kind,
  'subjectId', subject_id, 'detail', detail,
  'address', case when actor_account_id = ?::uuid then address end) as row, at::text as at, id::text as id
  from audit_entry where (actor_account_id = ?::uuid or subject_id = ?)
   and (at, id) > (?::timestamptz, ?::uuid) order by at, id limit ?`;
const STREAMER = `select jsonb_build_object('id', id, 'handle', handle, 'enabled', enabled, 'timeZone', time_zone,
  'createdAt', created_at, 'updatedAt', updated_at) as row from streamer where id = ?::uuid`;
const WIDGETS = `select jsonb_build_object('id', id, 'type', type, 'name', name, 'settings', settings) as row
  from widget where streamer_id = ?::uuid order by id`;
const GOALS = `select jsonb_build_object('id', id, 'metric', metric, 'target', target, 'startValue', start_value,
  'baseline', baseline, 'title', title, 'period', period) as row
  from goal where streamer_id = ?::uuid order by position, id`;
const STREAMS = `select jsonb_build_object('roomId', room_id, 'startedAt', started_at, 'endedAt', ended_at,
  'coins', coins, 'gifts', gifts, 'follows', follows, 'subscribes', subscribes, 'likes', likes, 'shares', shares) as row
  from session where streamer_id = ?::uuid order by ended_at`;
const LEDGER = `select jsonb_build_object('id', event_id, 'type', type, 'at', at, 'receivedAt', received_at,
  'userId', user_id, 'coins', coins, 'giftId', gift_id, 'count', count, 'event', payload) as row,
  received_at::text as at, event_id as id
  from ledger_event where streamer_id = ?::uuid and (received_at, event_id) > (?::timestamptz, ?)
  order by received_at, event_id limit ?`;

/** Reads for the export of an account. Long lists come in batches, so that none is held whole. */
export class PostgresAccountArchive implements AccountArchive {
  constructor(private readonly database: Database) {}

  async account(accountId: string): Promise<ArchiveRow> {
    return (await this.rows(ACCOUNT, accountId))[0] ?? {};
  }

  async sessions(accountId: string): Promise<ArchiveRow[]> {
    return await this.rows(SESSIONS, accountId);
  }

  async tokens(accountId: string): Promise<ArchiveRow[]> {
    return await this.rows(TOKENS, accountId);
  }

  audit(accountId: string): AsyncIterable<readonly ArchiveRow[]> {
    const first = '00000000-0000-0000-0000-000000000000';
    return this.batches(AUDIT, [accountId, accountId, accountId], first);
  }

  async streamer(streamerId: string): Promise<ArchiveRow> {
    return (await this.rows(STREAMER, streamerId))[0] ?? {};
  }

  async widgets(streamerId: string): Promise<ArchiveRow[]> {
    return await this.rows(WIDGETS, streamerId);
  }

  async goals(streamerId: string): Promise<ArchiveRow[]> {
    return await this.rows(GOALS, streamerId);
  }

  async streams(streamerId: string): Promise<ArchiveRow[]> {
    return await this.rows(STREAMS, streamerId);
  }

  ledger(streamerId: string): AsyncIterable<readonly ArchiveRow[]> {
    return this.batches(LEDGER, [streamerId], '');
  }

  private async rows(statement: string, id: string): Promise<ArchiveRow[]> {
    const rows: JsonRow[] = await this.database.unitOfWork().execute(statement, [id]);
    return rows.map(({ row }) => row);
  }

  private async *batches(
    statement: string,
    values: readonly string[],
    firstId: string,
  ): AsyncIterable<readonly ArchiveRow[]> {
    let place: { at: string; id: string } = { at: '-infinity', id: firstId };
    for (;;) {
      const given = [...values, place.at, place.id, BATCH];
      const rows: PlacedRow[] = await this.database.unitOfWork().execute(statement, given);
      if (rows.length > 0) yield rows.map(({ row }) => row);
      if (rows.length < BATCH) return;
      place = rows.at(-1)!;
    }
  }
}
