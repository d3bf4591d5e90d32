import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';
import { ProblemError } from './problem.js';

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Takes the same time whether and where the texts differ. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

/** Throws the 401 that a stranger gets. */
export function demandToken(authorization: string | undefined, token: string): void {
  const given = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (given !== undefined && sameSecret(given, token)) return;
  const detail = given === undefined ? 'Send the header Authorization: Bearer and a token' : 'The token is not valid';
  throw new ProblemError(401, 'AUTH.REQUIRED', detail, undefined, { 'www-authenticate': 'Bearer realm="streamshape"' });
}

function authorise(context: ExecutionContext, token: string): true {
  const { headers } = context.switchToHttp().getRequest<{ headers: Record<string, string | undefined> }>();
  demandToken(headers['authorization'], token);
  return true;
}

/** Lets the holder of OPERATOR_TOKEN through. */
@Injectable()
export class OperatorGuard implements CanActivate {
  constructor(@Inject(SETTINGS) private readonly settings: SupervisorSettings) {}

  canActivate(context: ExecutionContext): boolean {
    return authorise(context, this.settings.operatorToken);
  }
}

/** Lets the holder of HEALTH_TOKEN through. */
@Injectable()
export class HealthGuard implements CanActivate {
  constructor(@Inject(SETTINGS) private readonly settings: SupervisorSettings) {}

  canActivate(context: ExecutionContext): boolean {
    return authorise(context, this.settings.healthToken);
  }
}
