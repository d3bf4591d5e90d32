import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { PrimaryKeyProp } from '@mikro-orm/core';

/** What was given and who followed, for good. Unique by streamer and event, whatever was delivered how often. */
@Entity({ tableName: 'ledger_event' })
@Index({ name: 'ledger_event_time_index', properties: ['streamerId', 'at'] })
@Index({ name: 'ledger_event_epoch_index', properties: ['streamerId', 'epoch'] })
@Index({ name: 'ledger_event_type_index', properties: ['streamerId', 'type', 'receivedAt'] })
@Index({ name: 'ledger_event_received_index', properties: ['streamerId', 'receivedAt'] })
@Index({
  name: 'ledger_event_user_index',
  expression: 'create index "ledger_event_user_index" on "ledger_event" ("user_id", "at") where "user_id" is not null',
})
export class LedgerEventEntity {
  [PrimaryKeyProp]?: ['streamerId', 'eventId'];

  @PrimaryKey({ columnType: 'uuid', type: 'string' })
  streamerId!: string;

  @PrimaryKey({ columnType: 'text', type: 'string' })
  eventId!: string;

  @Property({ columnType: 'text', type: 'string' })
  epoch!: string;

  @Property({ columnType: 'bigint', type: 'bigint' })
  logOffset!: string;

  @Property({ columnType: 'text', type: 'string' })
  type!: string;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  at!: Date;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  receivedAt!: Date;

  /** TikTok's id of the viewer. */
  @Property({ columnType: 'text', type: 'string', nullable: true })
  userId!: string | null;

  @Property({ columnType: 'bigint', type: 'bigint', nullable: true })
  coins!: string | null;

  @Property({ columnType: 'text', type: 'string', nullable: true })
  giftId!: string | null;

  @Property({ columnType: 'bigint', type: 'bigint', nullable: true })
  count!: string | null;

  @Property({ columnType: 'jsonb', type: 'json' })
  payload!: unknown;

  /** The storage's time of the last append; of two epochs the later one counts it. */
  @Property({ columnType: 'timestamptz(3)', type: 'Date', nullable: true })
  appendedAt!: Date | null;
}
