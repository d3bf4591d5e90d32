import { Entity, Index, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { AccountEntity } from './account.entity.js';

/** A personal access token. */
@Entity({ tableName: 'api_token' })
@Index({ name: 'api_token_account_index', properties: ['account', 'createdAt'] })
export class ApiTokenEntity {
  @PrimaryKey({ columnType: 'uuid', type: 'string' })
  id!: string;

  @ManyToOne({ entity: () => AccountEntity, deleteRule: 'cascade', updateRule: 'cascade', index: false })
  account!: AccountEntity;

  /** SHA-256 of the token, hex. */
  @Property({ columnType: 'text', type: 'string' })
  @Unique({ name: 'api_token_token_hash_unique' })
  tokenHash!: string;

  @Property({ columnType: 'text', type: 'string' })
  name!: string;

  /** Its first characters. */
  @Property({ columnType: 'text', type: 'string' })
  hint!: string;

  @Property({ columnType: 'jsonb', type: 'json' })
  scopes!: string[];

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  createdAt!: Date;

  @Property({ columnType: 'timestamptz(3)', type: 'Date', nullable: true })
  lastUsedAt!: Date | null;

  @Property({ columnType: 'timestamptz(3)', type: 'Date', nullable: true })
  expiresAt!: Date | null;
}
