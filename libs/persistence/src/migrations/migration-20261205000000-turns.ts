import { Migration } from '@mikro-orm/migrations';

/** Whose turn it is to open a page to pay on for an account. */
export class Migration20261205000000Turns extends Migration {
  override up(): void {
    this.addSql(`create table "checkout_turn" (
      "account_id" uuid not null, "turn" uuid not null, "until" timestamptz(3) not null, primary key ("account_id"))`);
    this.addSql(`alter table "checkout_turn" add constraint "checkout_turn_account_id_foreign"
      foreign key ("account_id") references "account" ("id") on update cascade on delete cascade`);
  }

  override down(): void {
    this.addSql('drop table "checkout_turn"');
  }
}
