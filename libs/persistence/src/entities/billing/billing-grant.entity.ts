import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { AccountEntity } from '../account.entity.js';

/** A plan that an admin gave away. */
@Entity({ tableName: 'billing_grant' })
export class BillingGrantEntity {
  @PrimaryKey({ columnType: 'uuid', type: 'string' })
  id!: string;

  @ManyToOne({ entity: () => AccountEntity, deleteRule: 'cascade', updateRule: 'cascade', index: false })
  @Index({ name: 'billing_grant_account_index' })
  account!: AccountEntity;

  @Property({ columnType: 'text', type: 'string' })
  planId!: string;

  @Property({ columnType: 'text', type: 'string' })
  reason!: string;

  @Property({ columnType: 'text', type: 'string' })
  grantedBy!: string;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  createdAt!: Date;

  @Property({ columnType: 'timestamptz(3)', type: 'Date', nullable: true })
  endsAt!: Date | null;

  @Property({ columnType: 'timestamptz(3)', type: 'Date', nullable: true })
  revokedAt!: Date | null;
}
