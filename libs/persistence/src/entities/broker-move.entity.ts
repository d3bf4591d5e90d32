import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** One generation given out: from whom, to whom, why. */
@Entity({ tableName: 'broker_move' })
@Index({ name: 'broker_move_time_index', properties: ['claimedAt', 'streamerId', 'generation'] })
export class BrokerMoveEntity {
  @PrimaryKey({ columnType: 'uuid', type: 'string' })
  streamerId!: string;

  @PrimaryKey({ columnType: 'int', type: 'integer' })
  generation!: number;

  @Property({ columnType: 'text', type: 'string', nullable: true })
  fromNode!: string | null;

  @Property({ columnType: 'text', type: 'string', nullable: true })
  toNode!: string | null;

  @Property({ columnType: 'text', type: 'string' })
  cause!: string;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  claimedAt!: Date;

  @Property({ columnType: 'timestamptz(3)', type: 'Date', nullable: true })
  ownedAt!: Date | null;
}
