import { Migration } from '@mikro-orm/migrations';

/** Who pays for what: a mirror of Stripe, what follows from it, and what came in. The account takes its rows along. */
export class Migration20261128000000Billing extends Migration {
  override up(): void {
    this.addSql('create sequence "billing_reading_seq"');
    this.addSql(`create table "billing_customer" (
      "customer_id" text not null, "account_id" uuid null, "deleted" boolean not null,
      "reading" bigint not null, "checked_at" timestamptz(3) null, "created_at" timestamptz(3) not null,
      primary key ("customer_id"))`);
    this.addSql(`create index "billing_customer_account_index" on "billing_customer" ("account_id")`);
    this.addSql(`create table "billing_subscription" (
      "id" text not null, "customer_id" text not null, "account_id" uuid not null, "facts" jsonb not null,
      primary key ("id"))`);
    this.addSql(`create index "billing_subscription_account_index" on "billing_subscription" ("account_id")`);
    this.addSql(`create table "billing_grant" (
      "id" uuid not null, "account_id" uuid not null, "plan_id" text not null, "reason" text not null,
      "granted_by" text not null, "created_at" timestamptz(3) not null, "ends_at" timestamptz(3) null,
      "revoked_at" timestamptz(3) null,
      primary key ("id"))`);
    this.addSql(`create index "billing_grant_account_index" on "billing_grant" ("account_id")`);
    this.addSql(`create table "entitlement" (
      "account_id" uuid not null, "active" boolean not null, "cause" text not null, "plan_id" text null,
      "allows" jsonb not null, "source" text null, "since" timestamptz(3) not null, "until" timestamptz(3) null,
      "notices" jsonb not null, "clock_offset_ms" bigint not null, "policy" text not null,
      "due_at" timestamptz(3) null,
      primary key ("account_id"))`);
    this.addSql(`create index "entitlement_due_index" on "entitlement" ("due_at")`);
    this.addSql(`create table "entitlement_change" (
      "id" uuid not null, "account_id" uuid not null, "at" timestamptz(3) not null, "active" boolean not null,
      "cause" text not null, "plan_id" text null, "trigger" text not null, "source" text null,
      primary key ("id"))`);
    this.addSql(`create index "entitlement_change_index" on "entitlement_change" ("account_id", "at")`);
    this.addSql(`create table "billing_notice" (
      "id" uuid not null, "account_id" uuid not null, "key" text not null, "kind" text not null,
      "notice" jsonb not null, "created_at" timestamptz(3) not null, "sends" int not null,
      primary key ("id"))`);
    this.addSql(`alter table "billing_notice" add constraint "billing_notice_key_unique" unique ("account_id", "key")`);
    // Kept without its account until nothing is charged any more.
    this.addSql(`alter table "billing_customer" add constraint "billing_customer_account_id_foreign"
      foreign key ("account_id") references "account" ("id") on update cascade on delete set null`);
    const tables = ['billing_subscription', 'billing_grant', 'entitlement', 'entitlement_change'];
    for (const table of [...tables, 'billing_notice']) {
      this.addSql(`alter table "${table}" add constraint "${table}_account_id_foreign"
        foreign key ("account_id") references "account" ("id") on update cascade on delete cascade`);
    }
    this.addSql(`create table "webhook_event" (
      "id" text not null, "type" text not null, "form" text not null, "subject_kind" text null,
      "subject_id" text null, "customer_id" text null, "account_id" uuid null, "received_at" timestamptz(3) not null,
      "outcome" text not null, "detail" text null, "attempts" int not null, "due_at" timestamptz(3) null,
      primary key ("id"))`);
    this.addSql(`create index "webhook_event_due_index" on "webhook_event" ("due_at")`);
    this.addSql(`create index "webhook_event_page_index" on "webhook_event" ("received_at", "id")`);
  }

  override down(): void {
    const tables = ['webhook_event', 'billing_notice', 'entitlement_change', 'entitlement', 'billing_grant'];
    for (const table of [...tables, 'billing_subscription', 'billing_customer']) this.addSql(`drop table "${table}"`);
    this.addSql('drop sequence "billing_reading_seq"');
  }
}
