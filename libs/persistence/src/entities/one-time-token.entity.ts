import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { AccountEntity } from './account.entity.js';

/** A link that was sent by mail and not used yet. */
@Entity({ tableName: 'one_time_token' })
@Index({ name: 'one_time_token_account_index', properties: ['account', 'purpose'] })
export class OneTimeTokenEntity {
  /** SHA-256 of the token, hex. */
  @PrimaryKey({ columnType: 'text', type: 'string' })
  tokenHash!: string;

  @ManyToOne({ entity: () => AccountEntity, deleteRule: 'cascade', updateRule: 'cascade', index: false })
  account!: AccountEntity;

  @Property({ columnType: 'text', type: 'string' })
  purpose!: string;

  @Property({ columnType: 'text', type: 'string' })
  email!: string;

  @Property({ columnType: 'text', type: 'string', nullable: true })
  browserHash!: string | null;

  @Property({ columnType: 'text', type: 'string', nullable: true })
  passwordHash!: string | null;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  createdAt!: Date;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  expiresAt!: Date;
}
