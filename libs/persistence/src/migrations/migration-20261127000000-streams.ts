import { Migration } from '@mikro-orm/migrations';

/** Minutes of streams, the most viewers of past ones, and whom and what streamers do not want to see. */
export class Migration20261127000000Streams extends Migration {
  override up(): void {
    this.addSql(`create table "stream_sample" (
      "streamer_id" uuid not null, "at" timestamptz(0) not null, "viewers" int null, "peak" int null,
      "likes" bigint not null, "coins" bigint not null,
      primary key ("streamer_id", "at"))`);
    this.addSql(`create index "stream_sample_age_index" on "stream_sample" ("at")`);
    this.addSql(`create table "moderation" (
      "streamer_id" uuid not null, "words" jsonb not null, "viewers" jsonb not null,
      primary key ("streamer_id"))`);
    for (const table of ['stream_sample', 'moderation']) {
      this.addSql(`alter table "${table}" add constraint "${table}_streamer_id_foreign"
        foreign key ("streamer_id") references "streamer" ("id") on update cascade on delete cascade`);
    }
    this.addSql(`alter table "session" add column "peak_viewers" int null`);
    this.addSql(`create index "session_time_index" on "session" ("streamer_id", "ended_at")`);
  }

  override down(): void {
    this.addSql(`drop index "session_time_index"`);
    this.addSql(`alter table "session" drop column "peak_viewers"`);
    for (const table of ['moderation', 'stream_sample']) this.addSql(`drop table "${table}"`);
  }
}
