import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** Who did what. A trigger lets nobody change a row, nor delete one before its time. Bound to no account. */
@Entity({ tableName: 'audit_entry' })
@Index({ name: 'audit_entry_page_index', properties: ['at', 'id'] })
@Index({ name: 'audit_entry_actor_index', properties: ['actorAccountId', 'at'] })
@Index({ name: 'audit_entry_subject_index', properties: ['subjectId', 'at'] })
export class AuditEntryEntity {
  @PrimaryKey({ columnType: 'uuid', type: 'string' })
  id!: string;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  at!: Date;

  @Property({ columnType: 'text', type: 'string' })
  actorKind!: string;

  @Property({ columnType: 'uuid', type: 'string', nullable: true })
  actorAccountId!: string | null;

  @Property({ columnType: 'text', type: 'string' })
  action!: string;

  @Property({ columnType: 'text', type: 'string', nullable: true })
  subjectKind!: string | null;

  @Property({ columnType: 'text', type: 'string', nullable: true })
  subjectId!: string | null;

  @Property({ columnType: 'jsonb', type: 'json' })
  detail!: Record<string, unknown>;

  @Property({ columnType: 'text', type: 'string', nullable: true })
  address!: string | null;
}
