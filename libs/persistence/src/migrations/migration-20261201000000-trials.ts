import { Migration } from '@mikro-orm/migrations';

/** Who has had a trial, past the end of the account, and since when a customer is watched who has no account any more. */
export class Migration20261201000000Trials extends Migration {
  override up(): void {
    this.addSql(`create table "trial_begun" (
      "mark" text not null, "begun_at" timestamptz(3) not null,
      primary key ("mark"))`);
    this.addSql('alter table "billing_customer" add column "orphaned_at" timestamptz(3) null');
  }

  override down(): void {
    this.addSql('alter table "billing_customer" drop column "orphaned_at"');
    this.addSql('drop table "trial_begun"');
  }
}
