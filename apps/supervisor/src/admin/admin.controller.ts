import { Controller, Get, Header, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import {
  auditQuerySchema,
  type AuditEntry,
  type AuditPage,
  type AuditQuery,
  type FailedJobList,
  type SignBudgetView,
} from '#libs/contracts';
import type { AuditLog, AuditRecord, FailedJobs, SignBudgetReader } from '#libs/domain';
import { AUDIT_LOG } from '#libs/persistence';
import { AuditTrail } from '../access/audit-trail.js';
import { CurrentActor, type Acting } from '../access/caller.decorator.js';
import { fromRedis } from '../http/from-redis.js';
import { ProblemError } from '../http/problem.js';
import { ZodPipe } from '../http/zod.pipe.js';
import { FAILED_JOBS, SIGN_BUDGET } from '../supervisor.tokens.js';
import { toSignBudget } from './sign-budget-view.js';

const SHOWN_JOBS = 200;
const AWAY = 'Redis is not to be reached at the moment';

function toAuditEntry({ id, at, actor, action, subject, detail, address, email }: AuditRecord): AuditEntry {
  const who = { kind: actor.kind, ...('accountId' in actor ? { accountId: actor.accountId } : {}) };
  return {
    ...{ id, at: at.toISOString(), action, subject: subject ?? null, detail: detail ?? {} },
    actor: { ...who, ...(email === undefined ? {} : { email }) },
    address: address ?? null,
  };
}

/** What the admin console shows beside accounts: the audit log, signing services and jobs that failed. */
@Controller('api/v1/admin')
export class AdminController {
  constructor(
    @Inject(AUDIT_LOG) private readonly audit: AuditLog,
    @Inject(SIGN_BUDGET) private readonly budget: SignBudgetReader,
    @Inject(FAILED_JOBS) private readonly jobs: FailedJobs,
    @Inject(AuditTrail) private readonly trail: AuditTrail,
  ) {}

  @Get('audit')
  @Header('cache-control', 'no-store')
  async auditLog(@Query(new ZodPipe(auditQuerySchema)) query: AuditQuery): Promise<AuditPage> {
    const { limit, cursor: after, account, action } = query;
    const { items, next } = await this.audit.page({ limit, after, account: account?.toLowerCase(), action });
    return { items: items.map(toAuditEntry), nextCursor: next ?? null };
  }

  @Get('sign-budget')
  async signBudget(): Promise<SignBudgetView> {
    const views = await fromRedis(AWAY, () => this.budget.read());
    const now = Date.now();
    return { items: views.map((view) => toSignBudget(view, now)) };
  }

  @Get('failed-jobs')
  async failedJobs(): Promise<FailedJobList> {
    const jobs = await fromRedis(AWAY, () => this.jobs.list(SHOWN_JOBS));
    return { items: jobs.map(({ failedAt, ...job }) => ({ ...job, failedAt: failedAt.toISOString() })) };
  }

  @Post('failed-jobs/:id/retry')
  @HttpCode(204)
  async retry(@Param('id') id: string, @CurrentActor() acting: Acting): Promise<void> {
    const outcome = await fromRedis(AWAY, () => this.jobs.retry(id));
    if (outcome === 'missing') throw new ProblemError(404, 'JOB.NOT_FOUND', 'There is no such job any more');
    if (outcome === 'not-failed')
      throw new ProblemError(409, 'JOB.NOT_FAILED', 'This job has not failed, or runs again');
    await this.trail.note(acting, 'job.retried', { kind: 'job', id });
  }
}
