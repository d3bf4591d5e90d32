import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** Something that the operator tells every streamer. */
@Entity({ tableName: 'announcement' })
@Index({ name: 'announcement_time_index', properties: ['startsAt'] })
export class AnnouncementEntity {
  @PrimaryKey({ columnType: 'uuid', type: 'string' })
  id!: string;

  @Property({ columnType: 'text', type: 'string' })
  level!: string;

  @Property({ columnType: 'text', type: 'string' })
  title!: string;

  @Property({ columnType: 'text', type: 'string' })
  text!: string;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  startsAt!: Date;

  @Property({ columnType: 'timestamptz(3)', type: 'Date', nullable: true })
  endsAt!: Date | null;
}
