import { Migration } from '@mikro-orm/migrations';

/** History of the public status page. Nothing else refers to it. */
export class Migration20261129000000Status extends Migration {
  override up(): void {
    this.addSql(`create table "status_hour" (
      "part" text not null, "hour" timestamptz(3) not null, "checks" int not null, "failed" int not null,
      primary key ("part", "hour"))`);
    this.addSql(`create table "status_incident" (
      "part" text not null, "began_at" timestamptz(3) not null, "seen_at" timestamptz(3) not null,
      "ended_at" timestamptz(3) null,
      primary key ("part", "began_at"))`);
  }

  override down(): void {
    for (const table of ['status_incident', 'status_hour']) this.addSql(`drop table "${table}"`);
  }
}
