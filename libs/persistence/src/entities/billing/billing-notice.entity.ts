import { Entity, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import type { Notice } from '#libs/domain';
import { AccountEntity } from '../account.entity.js';

/** Something that an account was told about money, once for each key. */
@Entity({ tableName: 'billing_notice' })
@Unique({ name: 'billing_notice_key_unique', properties: ['account', 'key'] })
export class BillingNoticeEntity {
  @PrimaryKey({ columnType: 'uuid', type: 'string' })
  id!: string;

  @ManyToOne({ entity: () => AccountEntity, deleteRule: 'cascade', updateRule: 'cascade', index: false })
  account!: AccountEntity;

  @Property({ columnType: 'text', type: 'string' })
  key!: string;

  @Property({ columnType: 'text', type: 'string' })
  kind!: string;

  @Property({ columnType: 'jsonb', type: 'json' })
  notice!: Notice;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  createdAt!: Date;

  @Property({ columnType: 'int', type: 'integer' })
  sends!: number;
}
