import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, OneToOne, Property } from '@mikro-orm/decorators/legacy';
import { StreamerEntity } from './streamer.entity.js';

/** Whom and what a streamer does not want to see on stream. */
@Entity({ tableName: 'moderation' })
export class ModerationEntity {
  [PrimaryKeyProp]?: 'streamer';

  @OneToOne({ entity: () => StreamerEntity, primary: true, deleteRule: 'cascade', updateRule: 'cascade' })
  streamer!: StreamerEntity;

  @Property({ columnType: 'jsonb', type: 'json' })
  words!: unknown;

  @Property({ columnType: 'jsonb', type: 'json' })
  viewers!: unknown;
}
