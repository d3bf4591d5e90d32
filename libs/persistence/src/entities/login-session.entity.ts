import { Entity, Index, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { AccountEntity } from './account.entity.js';

/** A signed-in browser. */
@Entity({ tableName: 'login_session' })
@Index({ name: 'login_session_account_index', properties: ['account'] })
export class LoginSessionEntity {
  @PrimaryKey({ columnType: 'uuid', type: 'string' })
  id!: string;

  /** SHA-256 of what the cookie holds, hex. */
  @Property({ columnType: 'text', type: 'string' })
  @Unique({ name: 'login_session_token_hash_unique' })
  tokenHash!: string;

  @ManyToOne({ entity: () => AccountEntity, deleteRule: 'cascade', updateRule: 'cascade', index: false })
  account!: AccountEntity;

  @Property({ columnType: 'text', type: 'string' })
  device!: string;

  @Property({ columnType: 'text', type: 'string' })
  address!: string;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  createdAt!: Date;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  lastSeenAt!: Date;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  expiresAt!: Date;
}
