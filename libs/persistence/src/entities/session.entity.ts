import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { PrimaryKeyProp } from '@mikro-orm/core';
import { StreamerEntity } from './streamer.entity.js';

/** One stream that ended. */
@Entity({ tableName: 'session' })
@Index({ name: 'session_ended_index', properties: ['endedAt'] })
@Index({ name: 'session_time_index', properties: ['streamer', 'endedAt'] })
export class SessionEntity {
  [PrimaryKeyProp]?: ['streamer', 'endedBy'];

  @ManyToOne({ entity: () => StreamerEntity, primary: true, deleteRule: 'cascade', updateRule: 'cascade' })
  streamer!: StreamerEntity;

  @PrimaryKey({ columnType: 'text', type: 'string' })
  endedBy!: string;

  @Property({ columnType: 'text', type: 'string' })
  roomId!: string;

  @Property({ columnType: 'timestamptz(3)', type: 'Date', nullable: true })
  startedAt!: Date | null;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  endedAt!: Date;

  @Property({ columnType: 'bigint', type: 'bigint' })
  coins!: string;

  @Property({ columnType: 'bigint', type: 'bigint' })
  gifts!: string;

  @Property({ columnType: 'bigint', type: 'bigint' })
  follows!: string;

  @Property({ columnType: 'bigint', type: 'bigint' })
  subscribes!: string;

  @Property({ columnType: 'bigint', type: 'bigint' })
  likes!: string;

  @Property({ columnType: 'bigint', type: 'bigint' })
  shares!: string;

  /** Null for streams from before it was kept. */
  @Property({ columnType: 'int', type: 'integer', nullable: true })
  peakViewers!: number | null;
}
