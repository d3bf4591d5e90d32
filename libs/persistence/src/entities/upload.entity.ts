import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { StreamerEntity } from './streamer.entity.js';

/** A picture or sound of a streamer's; the file has the same id. */
@Entity({ tableName: 'upload' })
@Index({ name: 'upload_streamer_index', properties: ['streamer', 'createdAt'] })
export class UploadEntity {
  @PrimaryKey({ columnType: 'text', type: 'string' })
  id!: string;

  @ManyToOne({ entity: () => StreamerEntity, deleteRule: 'cascade', updateRule: 'cascade', index: false })
  streamer!: StreamerEntity;

  @Property({ columnType: 'text', type: 'string' })
  name!: string;

  @Property({ columnType: 'text', type: 'string' })
  kind!: string;

  @Property({ columnType: 'text', type: 'string' })
  type!: string;

  @Property({ columnType: 'int', type: 'integer' })
  bytes!: number;

  @Property({ columnType: 'int', type: 'integer', nullable: true })
  width!: number | null;

  @Property({ columnType: 'int', type: 'integer', nullable: true })
  height!: number | null;

  @Property({ columnType: 'int', type: 'integer', nullable: true })
  frames!: number | null;

  @Property({ columnType: 'int', type: 'integer', nullable: true })
  durationMs!: number | null;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  createdAt!: Date;
}
