import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { AccountEntity } from '../account.entity.js';

/** A change of an entitlement, and what made it. */
@Entity({ tableName: 'entitlement_change' })
@Index({ name: 'entitlement_change_index', properties: ['account', 'at'] })
export class EntitlementChangeEntity {
  @PrimaryKey({ columnType: 'uuid', type: 'string' })
  id!: string;

  @ManyToOne({ entity: () => AccountEntity, deleteRule: 'cascade', updateRule: 'cascade', index: false })
  account!: AccountEntity;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  at!: Date;

  @Property({ columnType: 'boolean', type: 'boolean' })
  active!: boolean;

  @Property({ columnType: 'text', type: 'string' })
  cause!: string;

  @Property({ columnType: 'text', type: 'string', nullable: true })
  planId!: string | null;

  @Property({ columnType: 'text', type: 'string' })
  trigger!: string;

  @Property({ columnType: 'text', type: 'string', nullable: true })
  source!: string | null;
}
