import { Migration } from '@mikro-orm/migrations';

/** Accounts with sessions, links and tokens, the audit log, announcements and mails. A streamer may belong to an account. */
export class Migration20261126000000Accounts extends Migration {
  override up(): void {
    this.addSql(`create table "account" (
      "id" uuid not null, "email" text not null, "email_verified_at" timestamptz(3) null, "pending_email" text null,
      "password_hash" text not null, "name" text not null, "role" text not null, "time_zone" text not null,
      "suspended_at" timestamptz(3) null, "suspended_reason" text null, "last_seen_at" timestamptz(3) null,
      "created_at" timestamptz(3) not null, "updated_at" timestamptz(3) not null,
      primary key ("id"))`);
    this.addSql(`alter table "account" add constraint "account_email_unique" unique ("email")`);
    this.addSql(`create index "account_page_index" on "account" ("created_at", "id")`);
    this.credentials();
    this.addSql(`alter table "streamer" add column "suspended" boolean not null default false,
      add column "entitled" boolean not null default true, add column "account_id" uuid null`);
    this.addSql(`alter table "streamer" add constraint "streamer_account_id_unique" unique ("account_id")`);
    for (const table of ['login_session', 'one_time_token', 'api_token', 'streamer']) {
      this.addSql(`alter table "${table}" add constraint "${table}_account_id_foreign"
        foreign key ("account_id") references "account" ("id") on update cascade on delete cascade`);
    }
    this.audit();
    this.addSql(`create table "announcement" (
      "id" uuid not null, "level" text not null, "title" text not null, "text" text not null,
      "starts_at" timestamptz(3) not null, "ends_at" timestamptz(3) null,
      primary key ("id"))`);
    this.addSql(`create index "announcement_time_index" on "announcement" ("starts_at")`);
    this.addSql(`create table "mail" (
      "id" uuid not null, "kind" text not null, "sealed" text null, "attempts" int not null,
      "next_try_at" timestamptz(3) null, "sent_at" timestamptz(3) null, "error" text null,
      "created_at" timestamptz(3) not null, "expires_at" timestamptz(3) not null,
      primary key ("id"))`);
    this.addSql(`create index "mail_due_index" on "mail" ("next_try_at")`);
  }

  private credentials(): void {
    this.addSql(`create table "login_session" (
      "id" uuid not null, "token_hash" text not null, "account_id" uuid not null, "device" text not null,
      "address" text not null, "created_at" timestamptz(3) not null, "last_seen_at" timestamptz(3) not null,
      "expires_at" timestamptz(3) not null,
      primary key ("id"))`);
    this.addSql(`alter table "login_session" add constraint "login_session_token_hash_unique" unique ("token_hash")`);
    this.addSql(`create index "login_session_account_index" on "login_session" ("account_id")`);
    this.addSql(`create table "one_time_token" (
      "token_hash" text not null, "account_id" uuid not null, "purpose" text not null, "email" text not null,
      "browser_hash" text null, "password_hash" text null, "created_at" timestamptz(3) not null,
      "expires_at" timestamptz(3) not null,
      primary key ("token_hash"))`);
    this.addSql(`create index "one_time_token_account_index" on "one_time_token" ("account_id", "purpose")`);
    this.addSql(`create table "api_token" (
      "id" uuid not null, "account_id" uuid not null, "token_hash" text not null, "name" text not null,
      "hint" text not null, "scopes" jsonb not null, "created_at" timestamptz(3) not null,
      "last_used_at" timestamptz(3) null, "expires_at" timestamptz(3) null,
      primary key ("id"))`);
    this.addSql(`alter table "api_token" add constraint "api_token_token_hash_unique" unique ("token_hash")`);
    this.addSql(`create index "api_token_account_index" on "api_token" ("account_id", "created_at")`);
  }

  private audit(): void {
    this.addSql(`create table "audit_entry" (
      "id" uuid not null, "at" timestamptz(3) not null, "actor_kind" text not null, "actor_account_id" uuid null,
      "action" text not null, "subject_kind" text null, "subject_id" text null, "detail" jsonb not null,
      "address" text null,
      primary key ("id"))`);
    this.addSql(`create index "audit_entry_page_index" on "audit_entry" ("at", "id")`);
    this.addSql(`create index "audit_entry_actor_index" on "audit_entry" ("actor_account_id", "at")`);
    this.addSql(`create index "audit_entry_subject_index" on "audit_entry" ("subject_id", "at")`);
    // Only what is past the retention time may go; nothing may change.
    this.addSql(`create function audit_entry_keep() returns trigger language plpgsql as $keep$
      begin
        if tg_op = 'DELETE' and old.at < now() - interval '400 days' then
          return old;
        end if;
        raise exception 'The audit log is append-only';
      end $keep$`);
    this.addSql(`create trigger audit_entry_append_only before update or delete on "audit_entry"
      for each row execute function audit_entry_keep()`);
    this.addSql(`create trigger audit_entry_no_truncate before truncate on "audit_entry"
      for each statement execute function audit_entry_keep()`);
  }

  override down(): void {
    this.addSql(`alter table "streamer" drop constraint "streamer_account_id_foreign"`);
    this.addSql(`alter table "streamer" drop column "account_id", drop column "entitled", drop column "suspended"`);
    const tables = ['mail', 'announcement', 'audit_entry', 'api_token', 'one_time_token', 'login_session', 'account'];
    for (const table of tables) this.addSql(`drop table "${table}"`);
    this.addSql(`drop function audit_entry_keep()`);
  }
}
