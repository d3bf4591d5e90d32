/** What is kept for how long. Not the ledger: totals of all time are counted from it. */
export interface RetentionRule {
  what: 'sessions' | 'moves' | 'audit' | 'statusHours' | 'statusIncidents';
  days: number;
}

/** Lets old rows go. */
export interface Retention {
  /** Answers with how many went. */
  apply(rule: RetentionRule): Promise<number>;
}
