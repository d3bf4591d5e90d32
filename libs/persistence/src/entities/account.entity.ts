import { Entity, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';

/** Somebody who signs in. */
@Entity({ tableName: 'account' })
@Index({ name: 'account_page_index', properties: ['createdAt', 'id'] })
export class AccountEntity {
  @PrimaryKey({ columnType: 'uuid', type: 'string' })
  id!: string;

  @Property({ columnType: 'text', type: 'string' })
  @Unique({ name: 'account_email_unique' })
  email!: string;

  @Property({ columnType: 'timestamptz(3)', type: 'Date', nullable: true })
  emailVerifiedAt!: Date | null;

  @Property({ columnType: 'text', type: 'string', nullable: true })
  pendingEmail!: string | null;

  /** Argon2id, with its parameters. */
  @Property({ columnType: 'text', type: 'string' })
  passwordHash!: string;

  @Property({ columnType: 'text', type: 'string' })
  name!: string;

  @Property({ columnType: 'text', type: 'string' })
  role!: string;

  @Property({ columnType: 'text', type: 'string' })
  timeZone!: string;

  @Property({ columnType: 'timestamptz(3)', type: 'Date', nullable: true })
  suspendedAt!: Date | null;

  @Property({ columnType: 'text', type: 'string', nullable: true })
  suspendedReason!: string | null;

  @Property({ columnType: 'timestamptz(3)', type: 'Date', nullable: true })
  lastSeenAt!: Date | null;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  createdAt!: Date;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  updatedAt!: Date;
}
