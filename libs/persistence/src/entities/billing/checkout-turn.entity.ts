import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, OneToOne, Property } from '@mikro-orm/decorators/legacy';
import { AccountEntity } from '../account.entity.js';

/** Whose turn it is to open a page to pay on for an account; nobody's without a row, or after `until`. */
@Entity({ tableName: 'checkout_turn' })
export class CheckoutTurnEntity {
  [PrimaryKeyProp]?: 'account';

  @OneToOne({ entity: () => AccountEntity, primary: true, deleteRule: 'cascade', updateRule: 'cascade', unique: false })
  account!: AccountEntity;

  @Property({ columnType: 'uuid', type: 'string' })
  turn!: string;

  @Property({ columnType: 'timestamptz(3)', type: 'Date' })
  until!: Date;
}
