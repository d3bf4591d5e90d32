import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** A mail on its way out, or what became of it. */
@Entity({ tableName: 'mail' })
@Index({ name: 'mail_due_index', properties: ['nextTryAt'] })
export class MailEntity {
  @PrimaryKey({ columnType: 'uuid', type: 'string' })
  id!: string;

  @Property({ columnType: 'text', type: 'string' })
  kind!: string;

  /** Recipient and content, encrypted; null once it was sent or given up. */
  @Property({ columnType: 'text', type: 'string', nullable: true })
  sealed!: string | null;

  @Property({ columnType: 'int', type: 'integer' })
  attempts!: number;

  /** Null: no more tries. */
  @Property({ columnType: 'timestamptz(3)', type: 'Date', nullable: true })
  nextTryAt!: Date | null;

  @Property({ columnType: 'timestamptz(3)', type: 'Date', nullable: true })
  sentAt!: Date | null;

  @Property({ columnType: 'text', type: 'string', nullable: true })
  error!: string | null;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  createdAt!: Date;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  expiresAt!: Date;
}
