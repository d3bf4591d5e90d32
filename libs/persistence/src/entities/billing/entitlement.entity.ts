import { Entity, Index, OneToOne, Property } from '@mikro-orm/decorators/legacy';
import { PrimaryKeyProp } from '@mikro-orm/core';
import type { Allowance } from '#libs/contracts';
import type { Notice } from '#libs/domain';
import { AccountEntity } from '../account.entity.js';

/** What an account may do now: the only thing that the rest of the product reads. */
@Entity({ tableName: 'entitlement' })
@Index({ name: 'entitlement_due_index', properties: ['dueAt'] })
export class EntitlementEntity {
  [PrimaryKeyProp]?: 'account';

  @OneToOne({ entity: () => AccountEntity, primary: true, deleteRule: 'cascade', updateRule: 'cascade', unique: false })
  account!: AccountEntity;

  @Property({ columnType: 'boolean', type: 'boolean' })
  active!: boolean;

  @Property({ columnType: 'text', type: 'string' })
  cause!: string;

  @Property({ columnType: 'text', type: 'string', nullable: true })
  planId!: string | null;

  @Property({ columnType: 'jsonb', type: 'json' })
  allows!: Allowance;

  @Property({ columnType: 'text', type: 'string', nullable: true })
  source!: string | null;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  since!: Date;

  /** Since when nothing works, whatever the cause is called now; null while it is on. */
  @Property({ columnType: 'timestamptz(3)', type: 'Date', nullable: true })
  stoppedAt!: Date | null;

  @Property({ columnType: 'timestamptz(3)', type: 'Date', nullable: true })
  until!: Date | null;

  /** Those that hold now. */
  @Property({ columnType: 'jsonb', type: 'json' })
  notices!: Notice[];

  /** What Stripe's clock is ahead of ours: only with a test clock. */
  @Property({ columnType: 'bigint', type: 'string' })
  clockOffsetMs!: string;

  /** The configuration it was decided under. */
  @Property({ columnType: 'text', type: 'string' })
  policy!: string;

  /** When it has to be decided again. */
  @Property({ columnType: 'timestamptz(3)', type: 'Date', nullable: true })
  dueAt!: Date | null;
}
