import { Migration } from '@mikro-orm/migrations';

/** What is looked up without a streamer: everything of one viewer, and summaries that are older than they are kept. */
export class Migration20261202000000Retention extends Migration {
  override up(): void {
    this.addSql(
      `create index "ledger_event_user_index" on "ledger_event" ("user_id", "at") where "user_id" is not null`,
    );
    this.addSql(`create index "session_ended_index" on "session" ("ended_at")`);
  }

  override down(): void {
    for (const index of ['ledger_event_user_index', 'session_ended_index']) this.addSql(`drop index "${index}"`);
  }
}
