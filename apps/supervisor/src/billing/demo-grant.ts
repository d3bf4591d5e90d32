import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { allPlans, compareAllowances, type AccountRepository, type BillingBook } from '#libs/domain';
import { ACCOUNT_REPOSITORY, BILLING_BOOK } from '#libs/persistence';
import { DEMO_ACCOUNT } from '../demo/demo-account.js';
import { SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';
import { BILLING_SETTINGS, type BillingSettings } from './billing.tokens.js';
import { EntitlementsService } from './entitlements.service.js';

/** The demo works before anybody has paid: once, its account is given the best plan. An admin may take it back. */
@Injectable()
export class DemoGrant {
  constructor(
    @Inject(ACCOUNT_REPOSITORY) private readonly accounts: AccountRepository,
    @Inject(BILLING_BOOK) private readonly book: BillingBook,
    @Inject(BILLING_SETTINGS) private readonly billing: BillingSettings,
    @Inject(EntitlementsService) private readonly entitlements: EntitlementsService,
    @Inject(SETTINGS) private readonly settings: SupervisorSettings,
  ) {}

  async plant(): Promise<void> {
    const { policy } = this.billing;
    if (!this.settings.demo || policy.everybody) return;
    const account = await this.accounts.findByEmail(DEMO_ACCOUNT.email);
    const money = account && (await this.book.read(account.id));
    const [best] = allPlans(policy).sort((one, two) => compareAllowances(two.allows, one.allows));
    if (!money || !best || money.grants.some(({ grantedBy }) => grantedBy === 'system')) return;
    const grant = {
      ...{ id: randomUUID(), planId: best.id, reason: 'The demo', grantedBy: 'system', createdAt: Date.now() },
      ...{ endsAt: null, revokedAt: null },
    };
    await this.entitlements.settle(money.accountId, { trigger: `grant ${grant.id}`, grant });
  }
}
