import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { StreamerEntity } from './streamer.entity.js';

/** What a streamer counts towards. */
@Entity({ tableName: 'goal' })
@Index({ name: 'goal_streamer_index', properties: ['streamer', 'position'] })
export class GoalEntity {
  @PrimaryKey({ columnType: 'uuid', type: 'string' })
  id!: string;

  @ManyToOne({ entity: () => StreamerEntity, deleteRule: 'cascade', updateRule: 'cascade', index: false })
  streamer!: StreamerEntity;

  @Property({ columnType: 'text', type: 'string' })
  metric!: string;

  @Property({ columnType: 'bigint', type: 'bigint' })
  target!: string;

  @Property({ columnType: 'bigint', type: 'bigint' })
  startValue!: string;

  @Property({ columnType: 'bigint', type: 'bigint' })
  baseline!: string;

  @Property({ columnType: 'text', type: 'string' })
  title!: string;

  @Property({ columnType: 'text', type: 'string' })
  period!: string;

  @Property({ columnType: 'int', type: 'integer' })
  position!: number;
}
