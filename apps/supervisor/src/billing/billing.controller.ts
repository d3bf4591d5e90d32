import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import {
  changePlanSchema,
  checkoutSchema,
  invoiceQuerySchema,
  refreshBillingSchema,
  type Billing,
  type ChangePlan,
  type Checkout,
  type InvoicePage,
  type InvoiceQuery,
  type PlanList,
  type Redirect,
} from '#libs/contracts';
import type { CallingAccount } from '#libs/domain';
import { CurrentAccount } from '../access/caller.decorator.js';
import { ZodPipe } from '../http/zod.pipe.js';
import { BillingService } from './billing.service.js';
import { CheckoutsService } from './checkouts.service.js';
import { PlansService } from './plans.service.js';

/** What streamers see and do about money. */
@Controller('api/v1')
export class BillingController {
  constructor(
    @Inject(BillingService) private readonly billing: BillingService,
    @Inject(CheckoutsService) private readonly checkouts: CheckoutsService,
    @Inject(PlansService) private readonly offers: PlansService,
  ) {}

  @Get('plans')
  async plans(): Promise<PlanList> {
    return await this.offers.list();
  }

  @Get('me/billing')
  async view(@CurrentAccount() account: CallingAccount): Promise<Billing> {
    return await this.billing.view(account.id);
  }

  @Post('me/billing/checkout')
  @HttpCode(200)
  async checkout(
    @CurrentAccount() account: CallingAccount,
    @Body(new ZodPipe(checkoutSchema)) wish: Checkout,
  ): Promise<Redirect> {
    return await this.checkouts.open(account, wish);
  }

  @Post('me/billing/refresh')
  @HttpCode(200)
  async refresh(
    @CurrentAccount() account: CallingAccount,
    @Body(new ZodPipe(refreshBillingSchema)) _after: unknown,
  ): Promise<Billing> {
    return await this.billing.refresh(account.id);
  }

  @Post('me/billing/portal')
  @HttpCode(200)
  async portal(@CurrentAccount() account: CallingAccount): Promise<Redirect> {
    return await this.billing.portal(account.id);
  }

  @Post('me/billing/cancel')
  @HttpCode(200)
  async cancel(@CurrentAccount() account: CallingAccount): Promise<Billing> {
    return await this.billing.cancel(account.id);
  }

  @Post('me/billing/resume')
  @HttpCode(200)
  async resume(@CurrentAccount() account: CallingAccount): Promise<Billing> {
    return await this.billing.resume(account.id);
  }

  @Post('me/billing/end')
  @HttpCode(200)
  async end(@CurrentAccount() account: CallingAccount): Promise<Billing> {
    return await this.billing.end(account.id);
  }

  @Post('me/billing/plan')
  @HttpCode(200)
  async changePlan(
    @CurrentAccount() account: CallingAccount,
    @Body(new ZodPipe(changePlanSchema)) { plan }: ChangePlan,
  ): Promise<Billing> {
    return await this.billing.changePlan(account.id, plan);
  }

  @Get('me/billing/invoices')
  async invoices(
    @CurrentAccount() account: CallingAccount,
    @Query(new ZodPipe(invoiceQuerySchema)) query: InvoiceQuery,
  ): Promise<InvoicePage> {
    return await this.billing.invoices(account.id, query);
  }
}
