import type { AuditLog, AuditNote, AuditQuery, AuditRecord } from '#libs/domain';
import type { Database } from '../database.js';
import { writeAudit } from './audit-rows.js';
import { decodeCursor, encodeCursor } from './page-cursor.js';

interface AuditRow {
  id: string;
  at: Date;
  actor_kind: AuditNote['actor']['kind'];
  actor_account_id: string | null;
  action: string;
  subject_kind: string | null;
  subject_id: string | null;
  detail: Record<string, unknown>;
  address: string | null;
  email: string | null;
}

function toRecord(row: AuditRow): AuditRecord {
  const { actor_kind: kind, actor_account_id: accountId } = row;
  return {
    ...{ id: row.id, at: new Date(row.at), action: row.action, detail: row.detail },
    actor: kind === 'account' ? { kind, accountId: accountId ?? '' } : { kind },
    ...(row.subject_id === null ? {} : { subject: { kind: row.subject_kind ?? '', id: row.subject_id } }),
    ...(row.address === null ? {} : { address: row.address }),
    ...(row.email === null ? {} : { email: row.email }),
  };
}

const LIST = `
  select e.*, a.email from audit_entry e left join account a on a.id = e.actor_account_id`;

/** The table `audit_entry`. */
export class PostgresAuditLog implements AuditLog {
  constructor(private readonly database: Database) {}

  async append(notes: readonly AuditNote[]): Promise<void> {
    await writeAudit(this.database.unitOfWork(), notes);
  }

  async page({ limit, after, account, action }: AuditQuery): Promise<{ items: AuditRecord[]; next?: string }> {
    const conditions: string[] = [];
    const values: unknown[] = [];
    const where = (condition: string, ...given: unknown[]) => {
      conditions.push(condition);
      values.push(...given);
    };
    if (account !== undefined) where('(e.actor_account_id = ?::uuid or e.subject_id = ?)', account, account);
    if (action !== undefined) where('e.action = ?', action);
    if (after !== undefined) {
      const { createdAt, id } = decodeCursor(after);
      where('(e.at, e.id) < (?::timestamptz, ?::uuid)', createdAt.toISOString(), id);
    }
    const filter = conditions.length > 0 ? ` where ${conditions.join(' and ')}` : '';
    const rows: AuditRow[] = await this.database
      .unitOfWork()
      .execute(`${LIST}${filter} order by e.at desc, e.id desc limit ?`, [...values, limit + 1]);
    const items = rows.slice(0, limit).map(toRecord);
    const last = items.at(-1);
    return {
      items,
      ...(rows.length > limit && last ? { next: encodeCursor({ createdAt: last.at, id: last.id }) } : {}),
    };
  }

  async expire(): Promise<void> {
    await this.database.unitOfWork().execute(`delete from audit_entry where at < now() - interval '400 days'`);
  }
}
