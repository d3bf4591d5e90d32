import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { SubscriptionFacts } from '#libs/domain';
import { AccountEntity } from '../account.entity.js';

/** A subscription as Stripe had it at the last reading. */
@Entity({ tableName: 'billing_subscription' })
export class BillingSubscriptionEntity {
  @PrimaryKey({ columnType: 'text', type: 'string' })
  id!: string;

  @Property({ columnType: 'text', type: 'string' })
  customerId!: string;

  @ManyToOne({ entity: () => AccountEntity, deleteRule: 'cascade', updateRule: 'cascade', index: false })
  @Index({ name: 'billing_subscription_account_index' })
  account!: AccountEntity;

  @Property({ columnType: 'jsonb', type: 'json' })
  facts!: SubscriptionFacts;
}
