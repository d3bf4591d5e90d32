import { randomUUID } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { AuditNote } from '#libs/domain';
import { storableJson } from '../storable-json.js';

const INSERT = `
  insert into audit_entry (id, at, actor_kind, actor_account_id, action, subject_kind, subject_id, detail, address)
  select id, clock_timestamp(), "actorKind", "actorId", action, "subjectKind", "subjectId", detail, address
    from jsonb_to_recordset(?::jsonb)
      as n(id uuid, "actorKind" text, "actorId" uuid, action text, "subjectKind" text, "subjectId" text,
           detail jsonb, address text)`;

/** Appends notes in the transaction of `work`. */
export async function writeAudit(work: SqlEntityManager, notes: readonly AuditNote[]): Promise<void> {
  if (notes.length === 0) return;
  const rows = notes.map(({ actor, action, subject, detail = {}, address = null }) => ({
    ...{ id: randomUUID(), actorKind: actor.kind, action, detail, address },
    actorId: actor.kind === 'account' ? actor.accountId : null,
    subjectKind: subject?.kind ?? null,
    subjectId: subject?.id ?? null,
  }));
  await work.execute(INSERT, [storableJson(rows)]);
}
