import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import {
  createGrantSchema,
  customerQuerySchema,
  webhookEventQuerySchema,
  type AccountBilling,
  type CreateGrant,
  type CustomerQuery,
  type FoundCustomerList,
  type GrantablePlanList,
  type ReconcileReport,
  type WebhookEventPage,
  type WebhookEventQuery,
} from '#libs/contracts';
import { CurrentActor, type Acting } from '../access/caller.decorator.js';
import { ProblemError } from '../http/problem.js';
import { ZodPipe } from '../http/zod.pipe.js';
import { BillingAdmin } from './billing-admin.service.js';

const known = (what: string) =>
  new ParseUUIDPipe({
    exceptionFactory: () => new ProblemError(404, `${what.toUpperCase()}.NOT_FOUND`, `There is no such ${what}`),
  });
const accountId = known('account');
const grantId = known('grant');

/** What admins see and do about money. */
@Controller('api/v1/admin')
export class BillingAdminController {
  constructor(@Inject(BillingAdmin) private readonly billing: BillingAdmin) {}

  @Get('billing/customers')
  async find(@Query(new ZodPipe(customerQuerySchema)) { search }: CustomerQuery): Promise<FoundCustomerList> {
    return await this.billing.find(search);
  }

  @Get('billing/plans')
  plans(): GrantablePlanList {
    return this.billing.plans();
  }

  @Get('billing/events')
  async events(@Query(new ZodPipe(webhookEventQuerySchema)) query: WebhookEventQuery): Promise<WebhookEventPage> {
    return await this.billing.events(query);
  }

  @Post('billing/events/:event/retry')
  @HttpCode(204)
  async retry(@Param('event') event: string): Promise<void> {
    await this.billing.retry(event);
  }

  @Post('billing/reconcile')
  @HttpCode(200)
  async reconcile(): Promise<ReconcileReport> {
    return await this.billing.reconcile();
  }

  @Get('accounts/:id/billing')
  async account(@Param('id', accountId) id: string): Promise<AccountBilling> {
    return await this.billing.account(id);
  }

  @Post('accounts/:id/billing/refresh')
  @HttpCode(200)
  async refresh(@Param('id', accountId) id: string): Promise<AccountBilling> {
    return await this.billing.refresh(id);
  }

  @Post('accounts/:id/billing/resend')
  @HttpCode(200)
  async resend(@Param('id', accountId) id: string, @CurrentActor() acting: Acting): Promise<AccountBilling> {
    return await this.billing.resend(id, acting);
  }

  @Post('accounts/:id/grants')
  async grant(
    @Param('id', accountId) id: string,
    @Body(new ZodPipe(createGrantSchema)) wish: CreateGrant,
    @CurrentActor() acting: Acting,
  ): Promise<AccountBilling> {
    return await this.billing.grant(id, wish, acting);
  }

  @Post('accounts/:id/grants/:grant/revoke')
  @HttpCode(200)
  async revoke(
    @Param('id', accountId) id: string,
    @Param('grant', grantId) grant: string,
    @CurrentActor() acting: Acting,
  ): Promise<AccountBilling> {
    return await this.billing.revoke(id, grant, acting);
  }
}
