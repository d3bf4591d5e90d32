import { Migration } from '@mikro-orm/migrations';

/** Streamers with their widgets, the wish for their brokers, and the ledger. */
export class Migration20261101000000Initial extends Migration {
  override up(): void {
    this.addSql(`create table "streamer" (
      "id" uuid not null, "handle" text not null, "enabled" boolean not null, "time_zone" text not null,
      "key_hash" text not null, "key_encrypted" text not null, "rev" int not null,
      "created_at" timestamptz(3) not null, "updated_at" timestamptz(3) not null,
      primary key ("id"))`);
    this.addSql(`alter table "streamer" add constraint "streamer_handle_unique" unique ("handle")`);
    this.addSql(`alter table "streamer" add constraint "streamer_key_hash_unique" unique ("key_hash")`);
    this.addSql(`create index "streamer_page_index" on "streamer" ("created_at", "id")`);

    this.addSql(`create table "widget" (
      "streamer_id" uuid not null, "id" text not null, "type" text not null, "name" text not null,
      "settings" jsonb not null, "rev" int not null,
      primary key ("streamer_id", "id"))`);
    this.addSql(`alter table "widget" add constraint "widget_streamer_id_foreign"
      foreign key ("streamer_id") references "streamer" ("id") on update cascade on delete cascade`);

    this.addSql(`create table "broker" (
      "streamer_id" uuid not null, "desired" boolean not null, "generation" int not null, "node_id" text null,
      "reason" text null, "assigned_at" timestamptz(3) null, "updated_at" timestamptz(3) not null,
      primary key ("streamer_id"))`);

    this.addSql(`create table "ledger_event" (
      "streamer_id" uuid not null, "event_id" text not null, "epoch" text not null, "log_offset" bigint not null,
      "type" text not null, "at" timestamptz(3) not null, "received_at" timestamptz(3) not null,
      "user_id" text null, "coins" bigint null, "gift_id" text null, "count" bigint null, "payload" jsonb not null,
      primary key ("streamer_id", "event_id"))`);
    this.addSql(`create index "ledger_event_time_index" on "ledger_event" ("streamer_id", "at")`);
  }

  override down(): void {
    for (const table of ['ledger_event', 'broker', 'widget', 'streamer']) this.addSql(`drop table "${table}"`);
  }
}
