import type { AccountRole, TokenScope } from '#libs/contracts';

/** What access depends on, of an account that calls. */
export interface CallingAccount {
  id: string;
  email: string;
  role: AccountRole;
  emailVerified: boolean;
  suspended: boolean;
  /** The streamer that belongs to it; null until a handle was given. */
  streamerId: string | null;
}

/**
 * Who makes a request. `nobody` brought nothing; `unknown` brought something that is not in force: a wrong token, an
 * ended session.
 */
export type Caller =
  | { kind: 'nobody' }
  | { kind: 'unknown' }
  | { kind: 'operator' }
  | { kind: 'health' }
  | { kind: 'session'; account: CallingAccount; sessionId: string }
  | { kind: 'token'; account: CallingAccount; tokenId: string; scopes: readonly TokenScope[] };
