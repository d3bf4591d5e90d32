import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** A message of Stripe's, once, and what became of it. While it waits it is the job as well. */
@Entity({ tableName: 'webhook_event' })
@Index({ name: 'webhook_event_due_index', properties: ['dueAt'] })
@Index({ name: 'webhook_event_page_index', properties: ['receivedAt', 'id'] })
export class WebhookEventEntity {
  @PrimaryKey({ columnType: 'text', type: 'string' })
  id!: string;

  @Property({ columnType: 'text', type: 'string' })
  type!: string;

  @Property({ columnType: 'text', type: 'string' })
  form!: string;

  @Property({ columnType: 'text', type: 'string', nullable: true })
  subjectKind!: string | null;

  @Property({ columnType: 'text', type: 'string', nullable: true })
  subjectId!: string | null;

  @Property({ columnType: 'text', type: 'string', nullable: true })
  customerId!: string | null;

  @Property({ columnType: 'uuid', type: 'string', nullable: true })
  accountId!: string | null;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  receivedAt!: Date;

  @Property({ columnType: 'text', type: 'string' })
  outcome!: string;

  @Property({ columnType: 'text', type: 'string', nullable: true })
  detail!: string | null;

  @Property({ columnType: 'int', type: 'integer' })
  attempts!: number;

  /** Null: nothing more to do. */
  @Property({ columnType: 'timestamptz(3)', type: 'Date', nullable: true })
  dueAt!: Date | null;
}
