/** What can be read in a mail, and where it goes. */
export interface MailContent {
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** A mail that waits; `sealed` is its content, which only the holder of the encryption key can read. */
export interface QueuedMail {
  id: string;
  /** Like `verify-email`. */
  kind: string;
  sealed: string;
  /** Nobody needs it after that. */
  expiresAt: Date;
}

export interface ClaimedMail extends QueuedMail {
  /** How often it was tried, this one included. */
  attempts: number;
}

/** Mails on their way out. A claim hides a mail for a while, so several supervisors may work at once. */
export interface MailQueue {
  add(mails: readonly QueuedMail[]): Promise<void>;
  claim(limit: number, forMs: number): Promise<ClaimedMail[]>;
  /** It was accepted. Its content is erased unless it is to be shown in the outbox. */
  sent(id: string, keep: boolean): Promise<void>;
  /** Try again later; without `retryInMs` it is given up and its content erased. */
  failed(id: string, error: string, retryInMs?: number): Promise<void>;
  /** The newest that were kept, for the outbox. */
  kept(limit: number): Promise<(QueuedMail & { sentAt: Date })[]>;
  waiting(): Promise<number>;
  /** Erases what is past its time and forgets what was done with long ago. Answers with how many expired unsent. */
  expire(): Promise<number>;
}

/** Hands mails to whoever delivers them. */
export interface Mailer {
  /** Rejects when it was not accepted; with MailRefusedError when it never will be. `id` is the same for each try. */
  send(id: string, mail: MailContent): Promise<void>;
  close(): void;
}

/** The mail server said no for good: another try would fail alike. */
export class MailRefusedError extends Error {
  readonly code = 'MAIL.REFUSED';
  override readonly name = 'MailRefusedError';
}
