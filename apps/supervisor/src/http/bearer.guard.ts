import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';
import { ProblemError } from './problem.js';

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Takes the same time whether and where the texts differ. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function authorise(context: ExecutionContext, token: string): true {
  const { headers } = context.switchToHttp().getRequest<{ headers: Record<string, string | undefined> }>();
  const given = /^Bearer +(\S+)$/i.exec(headers['authorization'] ?? '')?.[1];
  if (given !== undefined && sameSecret(given, token)) return true;
  const detail = given === undefined ? 'Send the header Authorization: Bearer and a token' : 'The token is not valid';
  throw new ProblemError(401, 'AUTH.REQUIRED', detail, undefined, { 'www-authenticate': 'Bearer realm="streamshape"' });
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
