import { Migration } from '@mikro-orm/migrations';

/** Who gave each broker to whom, when and why. Bound to no streamer: it goes with the broker. */
export class Migration20261124000000Moves extends Migration {
  override up(): void {
    this.addSql(`create table "broker_move" (
      "streamer_id" uuid not null, "generation" int not null, "from_node" text null, "to_node" text null,
      "cause" text not null, "claimed_at" timestamptz(3) not null, "owned_at" timestamptz(3) null,
      primary key ("streamer_id", "generation"))`);
    this.addSql(`create index "broker_move_time_index" on "broker_move" ("claimed_at", "streamer_id", "generation")`);
  }

  override down(): void {
    this.addSql(`drop table "broker_move"`);
  }
}
