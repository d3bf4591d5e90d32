import {
  BadCursorError,
  type ProviderMessage,
  type WebhookInbox,
  type WebhookOutcome,
  type WebhookPageQuery,
  type WebhookRecord,
} from '#libs/domain';
import type { Database } from '../database.js';
import { WebhookEventEntity } from '../entities/billing/index.js';

const ACCEPT = `
  insert into webhook_event
    (id, type, form, subject_kind, subject_id, customer_id, received_at, outcome, detail, attempts, due_at)
  values (?, ?, ?, ?, ?, ?, clock_timestamp(), ?, ?, 0, case when ?::boolean then now() end)
  on conflict (id) do nothing returning id`;

const CLAIM = `
  with taken as (
    select id from webhook_event where due_at <= now() order by received_at limit ? for update skip locked
  )
  update webhook_event e set attempts = e.attempts + 1, due_at = now() + make_interval(secs => ?::float8)
    from taken t where e.id = t.id
  returning e.id`;

const FINISH = `
  update webhook_event
     set outcome = ?, detail = ?, account_id = coalesce(?::uuid, account_id),
         due_at = case when ?::float8 >= 0 then now() + make_interval(secs => ?::float8) end
   where id in (select jsonb_array_elements_text(?::jsonb))`;

const RETRY = `
  update webhook_event set outcome = 'waiting', detail = null, due_at = now() where id = ? and outcome <> 'waiting'
  returning id`;

function toRecord(row: WebhookEventEntity): WebhookRecord {
  const { id, type, customerId, detail, attempts, accountId, subjectKind: kind, subjectId } = row;
  return {
    ...{ id, type, customerId, detail, attempts, accountId, receivedAt: row.receivedAt.getTime() },
    form: row.form === 'thin' ? 'thin' : 'snapshot',
    outcome: row.outcome as WebhookOutcome,
    subject: kind !== null && subjectId !== null ? { kind, id: subjectId } : null,
  };
}

function placeOf(cursor: string): { receivedAt: Date; id: string } {
  const [, time, id] =
    /^(\d{1,14}):([^\s\p{Cc}]{1,255})$/u.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  if (id === undefined) throw new BadCursorError('The cursor is not one of this list');
  return { receivedAt: new Date(Number(time)), id };
}

/** The table `webhook_event`: a row is the message, its job, and its outcome, so all of it is stored at once. */
export class PostgresWebhookInbox implements WebhookInbox {
  constructor(private readonly database: Database) {}

  async accept(message: ProviderMessage, ignored?: string): Promise<boolean> {
    const { id, type, form, subject, customerId } = message;
    const outcome = ignored === undefined ? 'waiting' : 'ignored';
    const given = [id, type, form, subject?.kind ?? null, subject?.id ?? null, customerId];
    const due = ignored === undefined;
    const rows: unknown[] = await this.database.unitOfWork().execute(ACCEPT, [...given, outcome, ignored ?? null, due]);
    return rows.length > 0;
  }

  async claim(limit: number, forMs: number): Promise<WebhookRecord[]> {
    const work = this.database.unitOfWork();
    const rows: { id: string }[] = await work.execute(CLAIM, [limit, forMs / 1000]);
    if (rows.length === 0) return [];
    const ids = rows.map(({ id }) => id);
    const found = await work.find(WebhookEventEntity, { id: { $in: ids } }, { orderBy: { receivedAt: 'asc' } });
    return found.map(toRecord);
  }

  async finish(
    ids: readonly string[],
    result: { outcome: WebhookOutcome; detail?: string; accountId?: string | null; retryInMs?: number },
  ): Promise<void> {
    const seconds = result.retryInMs === undefined ? -1 : result.retryInMs / 1000;
    const { outcome, detail = null, accountId = null } = result;
    const given = [outcome, detail?.slice(0, 500) ?? null, accountId, seconds, seconds, JSON.stringify(ids)];
    await this.database.unitOfWork().execute(FINISH, given);
  }

  async retry(id: string): Promise<boolean> {
    const work = this.database.unitOfWork();
    await work.execute(RETRY, [id]);
    return (await work.count(WebhookEventEntity, { id })) > 0;
  }

  async page(query: WebhookPageQuery): Promise<{ items: WebhookRecord[]; next?: string }> {
    const { limit, after, outcome, account } = query;
    const place = after === undefined ? undefined : placeOf(after);
    const older = place && {
      $or: [{ receivedAt: { $lt: place.receivedAt } }, { receivedAt: place.receivedAt, id: { $lt: place.id } }],
    };
    const where = { ...older, ...(outcome && { outcome }), ...(account && { accountId: account }) };
    const orderBy = { receivedAt: 'desc', id: 'desc' } as const;
    const found = await this.database.unitOfWork().find(WebhookEventEntity, where, { orderBy, limit: limit + 1 });
    const items = found.slice(0, limit);
    const last = items.at(-1);
    if (found.length <= limit || !last) return { items: items.map(toRecord) };
    const next = Buffer.from(`${last.receivedAt.getTime()}:${last.id}`).toString('base64url');
    return { items: items.map(toRecord), next };
  }

  async expire(before: number): Promise<void> {
    const where = { receivedAt: { $lt: new Date(before) }, dueAt: null };
    await this.database.unitOfWork().nativeDelete(WebhookEventEntity, where);
  }
}
