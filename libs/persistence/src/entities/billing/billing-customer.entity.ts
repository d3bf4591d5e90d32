import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { AccountEntity } from '../account.entity.js';

/** Whom Stripe knows an account as. One account may have had several; one without an account was left by it. */
@Entity({ tableName: 'billing_customer' })
@Index({
  name: 'billing_customer_chores_index',
  expression:
    'create index "billing_customer_chores_index" on "billing_customer" ("checkouts_at") where "email_untold" or "checkouts_at" is not null',
})
export class BillingCustomerEntity {
  @PrimaryKey({ columnType: 'text', type: 'string' })
  customerId!: string;

  @ManyToOne({
    entity: () => AccountEntity,
    nullable: true,
    deleteRule: 'set null',
    updateRule: 'cascade',
    index: false,
  })
  @Index({ name: 'billing_customer_account_index' })
  account!: AccountEntity | null;

  @Property({ columnType: 'boolean', type: 'boolean' })
  deleted!: boolean;

  /** Number of the reading of Stripe that is stored; an earlier one never replaces it. */
  @Property({ columnType: 'bigint', type: 'string' })
  reading!: string;

  @Property({ columnType: 'timestamptz(3)', type: 'Date', nullable: true })
  checkedAt!: Date | null;

  /** Since when it is watched without an account; null while it has one. */
  @Property({ columnType: 'timestamptz(3)', type: 'Date', nullable: true })
  orphanedAt!: Date | null;

  /** Stripe does not know the account's present address yet. */
  @Property({ columnType: 'boolean', type: 'boolean', default: false })
  emailUntold!: boolean;

  /** When a page of Checkout was last opened; null: none is open. Forgotten after 25 hours: none lives longer than 24. */
  @Property({ columnType: 'timestamptz(3)', type: 'Date', nullable: true })
  checkoutsAt!: Date | null;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  createdAt!: Date;
}
