import { Migration } from '@mikro-orm/migrations';

/** When an entitlement stopped, and what is still to be done at Stripe for a customer. */
export class Migration20261203000000Chores extends Migration {
  override up(): void {
    this.addSql('alter table "entitlement" add column "stopped_at" timestamptz(3) null');
    this.addSql(`alter table "billing_customer" add column "email_untold" boolean not null default false,
      add column "checkouts_at" timestamptz(3) null`);
  }

  override down(): void {
    this.addSql('alter table "billing_customer" drop column "email_untold", drop column "checkouts_at"');
    this.addSql('alter table "entitlement" drop column "stopped_at"');
  }
}
