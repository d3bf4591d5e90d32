import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** That somebody has had a trial, past the end of the account; the mark is a keyed hash that says nothing of whom. */
@Entity({ tableName: 'trial_begun' })
export class TrialBegunEntity {
  @PrimaryKey({ columnType: 'text', type: 'string' })
  mark!: string;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  begunAt!: Date;
}
