import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { PrimaryKeyProp } from '@mikro-orm/core';
import { StreamerEntity } from './streamer.entity.js';

/** One saved instance of a widget. */
@Entity({ tableName: 'widget' })
export class WidgetEntity {
  [PrimaryKeyProp]?: ['streamer', 'id'];

  @ManyToOne({ entity: () => StreamerEntity, primary: true, deleteRule: 'cascade', updateRule: 'cascade' })
  streamer!: StreamerEntity;

  @PrimaryKey({ columnType: 'text', type: 'string' })
  id!: string;

  @Property({ columnType: 'text', type: 'string' })
  type!: string;

  @Property({ columnType: 'text', type: 'string' })
  name!: string;

  @Property({ columnType: 'jsonb', type: 'json' })
  settings!: Record<string, unknown>;

  @Property({ columnType: 'int', type: 'integer' })
  rev!: number;
}
