import { Migration } from '@mikro-orm/migrations';

/** Goals, session summaries, checkpoints of likes and shares, and in which epoch a ledger row was appended last. */
export class Migration20261123000000Counts extends Migration {
  override up(): void {
    this.addSql(`alter table "ledger_event" add column "appended_at" timestamptz(3) null`);
    this.addSql(`create index "ledger_event_epoch_index" on "ledger_event" ("streamer_id", "epoch")`);
    this.addSql(`create index "ledger_event_type_index" on "ledger_event" ("streamer_id", "type", "received_at")`);

    this.addSql(`create table "checkpoint" (
      "streamer_id" uuid not null, "epoch" text not null, "taken_at" timestamptz(3) not null, "day" text not null,
      "counts" jsonb not null, "ranks" jsonb not null, "profiles" jsonb not null,
      primary key ("streamer_id", "epoch"))`);
    this.addSql(`create table "session" (
      "streamer_id" uuid not null, "ended_by" text not null, "room_id" text not null,
      "started_at" timestamptz(3) null, "ended_at" timestamptz(3) not null,
      "coins" bigint not null, "gifts" bigint not null, "follows" bigint not null, "subscribes" bigint not null,
      "likes" bigint not null, "shares" bigint not null,
      primary key ("streamer_id", "ended_by"))`);
    this.addSql(`create table "goal" (
      "id" uuid not null, "streamer_id" uuid not null, "metric" text not null, "target" bigint not null,
      "start_value" bigint not null, "baseline" bigint not null, "title" text not null, "period" text not null,
      "position" int not null,
      primary key ("id"))`);
    this.addSql(`create index "goal_streamer_index" on "goal" ("streamer_id", "position")`);
    for (const table of ['checkpoint', 'session', 'goal']) {
      this.addSql(`alter table "${table}" add constraint "${table}_streamer_id_foreign"
        foreign key ("streamer_id") references "streamer" ("id") on update cascade on delete cascade`);
    }
  }

  override down(): void {
    for (const table of ['goal', 'session', 'checkpoint']) this.addSql(`drop table "${table}"`);
    for (const name of ['type', 'epoch']) this.addSql(`drop index "ledger_event_${name}_index"`);
    this.addSql(`alter table "ledger_event" drop column "appended_at"`);
  }
}
