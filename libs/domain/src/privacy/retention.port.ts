/** What is kept for how long. */
export interface RetentionRule {
  what: 'ledger' | 'sessions' | 'moves' | 'audit' | 'statusHours' | 'statusIncidents';
  days: number;
}

/** Lets old rows go. */
export interface Retention {
  /** Answers with how many went. */
  apply(rule: RetentionRule): Promise<number>;
}
