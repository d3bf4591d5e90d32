import { Migration } from '@mikro-orm/migrations';

/** Pictures and sounds of streamers. The files are elsewhere; a streamer who goes takes the rows along. */
export class Migration20261125000000Uploads extends Migration {
  override up(): void {
    this.addSql(`create table "upload" (
      "id" text not null, "streamer_id" uuid not null, "name" text not null, "kind" text not null,
      "type" text not null, "bytes" int not null, "width" int null, "height" int null, "frames" int null,
      "duration_ms" int null, "created_at" timestamptz(3) not null,
      primary key ("id"))`);
    this.addSql(`create index "upload_streamer_index" on "upload" ("streamer_id", "created_at")`);
    this.addSql(`alter table "upload" add constraint "upload_streamer_id_foreign"
      foreign key ("streamer_id") references "streamer" ("id") on update cascade on delete cascade`);
  }

  override down(): void {
    this.addSql(`drop table "upload"`);
  }
}
