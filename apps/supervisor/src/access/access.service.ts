import { Inject, Injectable } from '@nestjs/common';
import { clientNetwork, decideAccess, type Caller, type Throttle } from '#libs/domain';
import type { Operation } from '../openapi/operation.js';
import { operations } from '../openapi/operations.js';
import { ProblemError } from '../http/problem.js';
import { SETTINGS, THROTTLE, type SupervisorSettings } from '../supervisor.tokens.js';
import { CallerResolver } from './caller-resolver.js';
import { OperationIndex, scopeOf } from './operation-index.js';
import { problemOfRefusal, tooMany } from './refusals.js';
import { comesFrom, type OriginHeaders } from './same-origin.js';

/** A request before its body is read. */
export interface AccessRequest {
  method: string;
  /** Path and query, as sent. */
  url: string;
  /** Of the route that it matched, like `/api/v1/streamers/:id`; absent when it matched none. */
  pattern: string | undefined;
  parameters: Readonly<Record<string, string | undefined>>;
  headers: OriginHeaders & { authorization?: string | undefined; cookie?: string | undefined };
  address: string;
}

const isRead = (method: string) => method === 'GET' || method === 'HEAD';
const CONTROL = /\p{Cc}/u;
const IN_API = /^\/api\/v1([/?]|$)/;
/** Households and offices share an address: several times what one account may do. */
const SHARED_ADDRESS = 5;

/** The one place that decides who reaches which route: by the table of operations, before a body is read. */
@Injectable()
export class AccessService {
  private readonly index = new OperationIndex(operations);

  constructor(
    @Inject(CallerResolver) private readonly callers: CallerResolver,
    @Inject(THROTTLE) private readonly throttle: Throttle,
    @Inject(SETTINGS) private readonly settings: SupervisorSettings,
  ) {}

  /** Who calls, when they may. Rejects with the problem that they are to be told. */
  async admit(request: AccessRequest): Promise<Caller> {
    const { method, pattern } = request;
    const operation = pattern === undefined ? undefined : this.index.find(method, pattern);
    // What the router matched: an address may be written in several ways.
    const inApi = IN_API.test(operation?.path ?? request.url);
    const counts = inApi && !this.callers.isOperator(request.headers.authorization);
    if (counts) await this.count('api-address', clientNetwork(request.address), SHARED_ADDRESS);
    if (!operation) return await this.outsideTable(request, inApi);
    const caller =
      operation.security === 'none' ? { kind: 'nobody' as const } : await this.callers.resolve(request.headers);
    this.refuseOtherSites(request, caller);
    this.judge(operation, caller, request);
    // Nothing has such a name, and PostgreSQL would not even look for it.
    if (Object.values(request.parameters).some((text) => CONTROL.test(text ?? ''))) throw nothingHere();
    if ('account' in caller) await this.count('api-account', caller.account.id, 1);
    return caller;
  }

  /** Nothing is reached that the table does not list, but pages and files outside the API, which only read. */
  private async outsideTable(request: AccessRequest, inApi: boolean): Promise<Caller> {
    if (inApi) {
      const caller = await this.callers.resolve(request.headers);
      if (caller.kind === 'nobody') throw problemOfRefusal('sign-in', 'read');
      if (caller.kind === 'unknown' || caller.kind === 'health') throw problemOfRefusal('not-valid', 'read');
    }
    const isPage = isRead(request.method) && !request.url.startsWith('/api/');
    if (request.pattern !== undefined && !isPage) throw nothingHere();
    return { kind: 'nobody' };
  }

  private judge(operation: Operation, caller: Caller, { parameters }: AccessRequest): void {
    const scope = scopeOf(operation);
    const { security, standing } = operation;
    const refusal = decideAccess(
      { security, scope, anyStanding: standing === 'any', streamerId: parameters['id']?.toLowerCase() },
      caller,
    );
    if (refusal) throw problemOfRefusal(refusal, scope);
  }

  /** A cookie comes along with whatever a page elsewhere sends; so does a sign-in that such a page makes up. */
  private refuseOtherSites({ method, headers }: AccessRequest, caller: Caller): void {
    if (isRead(method)) return;
    const from = comesFrom(headers, this.settings.publicUrl);
    if (from === 'here' || (from === 'unknown' && caller.kind !== 'session')) return;
    // Who sends a token does it on purpose: no page elsewhere has one.
    if (caller.kind === 'token' || caller.kind === 'operator') return;
    const detail = 'This request does not come from the dashboard. Open the dashboard at its own address';
    throw new ProblemError(403, 'REQUEST.CROSS_SITE', detail);
  }

  private async count(name: string, key: string, times: number): Promise<void> {
    const points = this.settings.limits.requestsPerMinute * times;
    const wait = await this.throttle.take({ name, points, seconds: 60 }, key);
    if (wait !== undefined) throw tooMany(wait);
  }
}

function nothingHere(): ProblemError {
  return new ProblemError(404, 'ROUTE.NOT_FOUND', 'There is nothing at this address');
}
