import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { PrimaryKeyProp } from '@mikro-orm/core';
import { StreamerEntity } from './streamer.entity.js';

/** What lives in the event log alone, as it was last seen in one epoch. */
@Entity({ tableName: 'checkpoint' })
export class CheckpointEntity {
  [PrimaryKeyProp]?: ['streamer', 'epoch'];

  @ManyToOne({ entity: () => StreamerEntity, primary: true, deleteRule: 'cascade', updateRule: 'cascade' })
  streamer!: StreamerEntity;

  @PrimaryKey({ columnType: 'text', type: 'string' })
  epoch!: string;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  takenAt!: Date;

  @Property({ columnType: 'text', type: 'string' })
  day!: string;

  @Property({ columnType: 'jsonb', type: 'json' })
  counts!: unknown;

  @Property({ columnType: 'jsonb', type: 'json' })
  ranks!: unknown;

  @Property({ columnType: 'jsonb', type: 'json' })
  profiles!: unknown;
}
