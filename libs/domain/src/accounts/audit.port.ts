/** Who did something. `system`: the product by itself. */
export type AuditActor = { kind: 'account'; accountId: string } | { kind: 'operator' } | { kind: 'system' };

/** One act, as it is noted. `detail` and `subject` name no person but by ids. */
export interface AuditNote {
  actor: AuditActor;
  /** Like `account.suspended`. */
  action: string;
  subject?: { kind: string; id: string } | undefined;
  detail?: Record<string, unknown> | undefined;
  address?: string | undefined;
}

export interface AuditRecord extends AuditNote {
  id: string;
  at: Date;
  /** Of the acting account, as it is now; absent once it is deleted. */
  email?: string;
}

export interface AuditQuery {
  limit: number;
  after?: string | undefined;
  /** What this account did, or what was done to it. */
  account?: string | undefined;
  action?: string | undefined;
}

/** The append-only log of who did what. Changes of accounts write to it in their own transaction. */
export interface AuditLog {
  append(notes: readonly AuditNote[]): Promise<void>;
  /** Newest first. Rejects with BadCursorError. */
  page(query: AuditQuery): Promise<{ items: AuditRecord[]; next?: string }>;
  /** Takes out what is older than the retention time. */
  expire(): Promise<void>;
}
