import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { PrimaryKeyProp } from '@mikro-orm/core';

/** How often a part was looked at in an hour, and how often it was not well. */
@Entity({ tableName: 'status_hour' })
export class StatusHourEntity {
  [PrimaryKeyProp]?: ['part', 'hour'];

  @PrimaryKey({ columnType: 'text', type: 'string' })
  part!: string;

  @PrimaryKey({ columnType: 'timestamptz(3)', type: 'Date' })
  hour!: Date;

  @Property({ columnType: 'int', type: 'integer' })
  checks!: number;

  @Property({ columnType: 'int', type: 'integer' })
  failed!: number;
}

/** From when to when a part was not well. Open while `endedAt` is null. */
@Entity({ tableName: 'status_incident' })
export class StatusIncidentEntity {
  [PrimaryKeyProp]?: ['part', 'beganAt'];

  @PrimaryKey({ columnType: 'text', type: 'string' })
  part!: string;

  @PrimaryKey({ columnType: 'timestamptz(3)', type: 'Date' })
  beganAt!: Date;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  seenAt!: Date;

  @Property({ columnType: 'timestamptz(3)', type: 'Date', nullable: true })
  endedAt!: Date | null;
}
