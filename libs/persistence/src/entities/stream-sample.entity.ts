import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { PrimaryKeyProp } from '@mikro-orm/core';
import { StreamerEntity } from './streamer.entity.js';

/** A minute of a stream. */
@Entity({ tableName: 'stream_sample' })
@Index({ name: 'stream_sample_age_index', properties: ['at'] })
export class StreamSampleEntity {
  [PrimaryKeyProp]?: ['streamer', 'at'];

  @ManyToOne({ entity: () => StreamerEntity, primary: true, deleteRule: 'cascade', updateRule: 'cascade' })
  streamer!: StreamerEntity;

  @PrimaryKey({ columnType: 'timestamptz(0)', type: 'Date' })
  at!: Date;

  @Property({ columnType: 'int', type: 'integer', nullable: true })
  viewers!: number | null;

  /** The most viewers of the stream so far. */
  @Property({ columnType: 'int', type: 'integer', nullable: true })
  peak!: number | null;

  @Property({ columnType: 'bigint', type: 'bigint' })
  likes!: string;

  @Property({ columnType: 'bigint', type: 'bigint' })
  coins!: string;
}
