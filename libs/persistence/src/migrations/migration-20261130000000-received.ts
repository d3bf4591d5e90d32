import { Migration } from '@mikro-orm/migrations';

/** What was received when, of all types: for what happened and the export of an account, newest and oldest first. */
export class Migration20261130000000Received extends Migration {
  override up(): void {
    this.addSql(`create index "ledger_event_received_index" on "ledger_event" ("streamer_id", "received_at")`);
  }

  override down(): void {
    this.addSql(`drop index "ledger_event_received_index"`);
  }
}
