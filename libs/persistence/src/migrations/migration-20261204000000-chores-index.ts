import { Migration } from '@mikro-orm/migrations';

/** What is still to be done at Stripe is looked for each second: the few customers whom it is about, among all. */
export class Migration20261204000000ChoresIndex extends Migration {
  override up(): void {
    this.addSql(`create index "billing_customer_chores_index" on "billing_customer" ("checkouts_at")
      where "email_untold" or "checkouts_at" is not null`);
  }

  override down(): void {
    this.addSql('drop index "billing_customer_chores_index"');
  }
}
