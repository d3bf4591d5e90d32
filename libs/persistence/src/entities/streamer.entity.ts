import { Entity, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';

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
