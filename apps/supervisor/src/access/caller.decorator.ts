import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { AuditActor, Caller, CallingAccount } from '#libs/domain';
import { ProblemError } from '../http/problem.js';

interface AdmittedRequest {
  caller?: Caller | null;
  ip: string;
}

/** Who does something, and from where: what the audit log notes. */
export interface Acting {
  actor: AuditActor;
  address: string;
}

function requestOf(context: ExecutionContext): AdmittedRequest {
  return context.switchToHttp().getRequest<AdmittedRequest>();
}

function actorOf(caller: Caller | null | undefined): AuditActor {
  if (caller && 'account' in caller) return { kind: 'account', accountId: caller.account.id };
  return { kind: caller?.kind === 'operator' ? 'operator' : 'system' };
}

/** Who calls. The access hook let them in. */
export const CurrentCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller => requestOf(context).caller ?? { kind: 'nobody' },
);

/** The account that calls; whoever has none, like the holder of OPERATOR_TOKEN, is told so. */
export const CurrentAccount = createParamDecorator((_: unknown, context: ExecutionContext): CallingAccount => {
  const { caller } = requestOf(context);
  if (caller && 'account' in caller) return caller.account;
  throw new ProblemError(403, 'AUTH.ACCOUNT_NEEDED', 'This is about the account that asks. Sign in to one');
});

/** Who calls and from where, for the audit log. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Acting => {
  const { caller, ip: address } = requestOf(context);
  return { actor: actorOf(caller), address };
});
