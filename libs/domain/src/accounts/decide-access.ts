import type { TokenScope } from '#libs/contracts';
import type { Caller, CallingAccount } from './caller.js';

/** What an operation demands, as the table of operations says it. */
export interface AccessRule {
  security: 'none' | 'health' | 'session' | 'account' | 'streamer' | 'admin';
  /** What a token must hold. */
  scope: TokenScope;
  /** Also for accounts that are suspended or whose address is not confirmed. */
  anyStanding: boolean;
  /** Of the streamer in the address, where the rule is about one. */
  streamerId?: string | undefined;
}

export type Refusal =
  | 'sign-in'
  | 'not-valid'
  | 'session-needed'
  | 'admin-needed'
  | 'scope-needed'
  | 'unverified'
  | 'suspended'
  /** As if it did not exist. */
  | 'not-theirs';

/** `undefined`: come in. Standing is judged before ownership, so that it tells nothing about what others have. */
export function decideAccess(rule: AccessRule, caller: Caller): Refusal | undefined {
  if (rule.security === 'none') return undefined;
  if (caller.kind === 'nobody') return 'sign-in';
  if (rule.security === 'health') return caller.kind === 'health' ? undefined : 'not-valid';
  if (caller.kind === 'unknown' || caller.kind === 'health') return 'not-valid';
  if (caller.kind === 'operator') return rule.security === 'session' ? 'session-needed' : undefined;
  if (caller.kind === 'token') {
    if (rule.security === 'session' || rule.security === 'admin') return 'session-needed';
    if (!caller.scopes.includes(rule.scope)) return 'scope-needed';
  }
  return ofAccount(rule, caller.account);
}

function ofAccount(rule: AccessRule, account: CallingAccount): Refusal | undefined {
  if (!rule.anyStanding && account.suspended) return 'suspended';
  if (!rule.anyStanding && !account.emailVerified) return 'unverified';
  if (account.role === 'admin') return undefined;
  if (rule.security === 'admin') return 'admin-needed';
  return rule.security === 'streamer' && rule.streamerId !== account.streamerId ? 'not-theirs' : undefined;
}
