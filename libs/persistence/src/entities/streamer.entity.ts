import { Entity, Index, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { AccountEntity } from './account.entity.js';

@Entity({ tableName: 'streamer' })
@Index({ name: 'streamer_page_index', properties: ['createdAt', 'id'] })
export class StreamerEntity {
  @PrimaryKey({ columnType: 'uuid', type: 'string' })
  id!: string;

  @Property({ columnType: 'text', type: 'string' })
  @Unique({ name: 'streamer_handle_unique' })
  handle!: string;

  @Property({ columnType: 'boolean', type: 'boolean' })
  enabled!: boolean;

  /** The account is suspended: nothing runs, whatever the streamer wishes. */
  @Property({ columnType: 'boolean', type: 'boolean', default: false })
  suspended!: boolean;

  /** Something pays for it, or somebody granted it. */
  @Property({ columnType: 'boolean', type: 'boolean', default: true })
  entitled!: boolean;

  /** Null: made by the operator, and nobody's. */
  @ManyToOne({
    ...{ entity: () => AccountEntity, nullable: true, deleteRule: 'cascade', updateRule: 'cascade', index: false },
  })
  @Unique({ name: 'streamer_account_id_unique' })
  account!: AccountEntity | null;

  @Property({ columnType: 'text', type: 'string' })
  timeZone!: string;

  /** SHA-256 of the widget key, hex. */
  @Property({ columnType: 'text', type: 'string' })
  @Unique({ name: 'streamer_key_hash_unique' })
  keyHash!: string;

  @Property({ columnType: 'text', type: 'string' })
  keyEncrypted!: string;

  @Property({ columnType: 'int', type: 'integer' })
  rev!: number;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  createdAt!: Date;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  updatedAt!: Date;
}
