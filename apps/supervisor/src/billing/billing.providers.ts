import type { Provider } from '@nestjs/common';
import { MailDesk } from '../mail/mail-desk.js';
import { SETTINGS } from '../supervisor.tokens.js';
import { BillingAdmin } from './billing-admin.service.js';
import { BillingAdminController } from './billing-admin.controller.js';
import { BillingController } from './billing.controller.js';
import { BillingService } from './billing.service.js';
import { NOTICE_MAILS } from './billing.tokens.js';
import { CheckoutsService } from './checkouts.service.js';
import { CustomerChores } from './customer-chores.js';
import { DemoGrant } from './demo-grant.js';
import { EntitlementLoop } from './entitlement-loop.js';
import { EntitlementsService } from './entitlements.service.js';
import { createNoticeMails } from './notice-mail.js';
import { PlansService } from './plans.service.js';
import { Reconciler } from './reconciler.js';
import { TrialBook } from './trial-book.js';
import { WebhookController } from './webhook.controller.js';
import { WebhookWorker } from './webhook-worker.js';

export const BILLING_CONTROLLERS = [BillingController, BillingAdminController, WebhookController];

export const BILLING_PROVIDERS: Provider[] = [
  { provide: NOTICE_MAILS, inject: [MailDesk, SETTINGS], useFactory: createNoticeMails },
  ...[TrialBook, EntitlementsService, WebhookWorker, Reconciler, CustomerChores, EntitlementLoop],
  ...[PlansService, BillingService, CheckoutsService, BillingAdmin, DemoGrant],
];
