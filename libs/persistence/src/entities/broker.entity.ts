import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** Not bound to the streamer by a foreign key: it outlives them until the last owner has stopped. */
@Entity({ tableName: 'broker' })
export class BrokerEntity {
  @PrimaryKey({ columnType: 'uuid', type: 'string' })
  streamerId!: string;

  @Property({ columnType: 'boolean', type: 'boolean' })
  desired!: boolean;

  @Property({ columnType: 'int', type: 'integer' })
  generation!: number;

  @Property({ columnType: 'text', type: 'string', nullable: true })
  nodeId!: string | null;

  /** Why the generation rose last, as a code. */
  @Property({ columnType: 'text', type: 'string', nullable: true })
  reason!: string | null;

  @Property({ columnType: 'timestamptz(3)', type: 'Date', nullable: true })
  assignedAt!: Date | null;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  updatedAt!: Date;
}
