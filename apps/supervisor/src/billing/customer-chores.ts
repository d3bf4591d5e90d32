import { Inject, Injectable } from '@nestjs/common';
import { ProviderUnavailableError, type BillingBook, type BillingProvider, type CustomerChore } from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { BILLING_BOOK } from '#libs/persistence';
import { BackOffs } from '../back-off.js';
import { DependencyError, using } from '../outage-log.js';
import type { StripeSilence } from './stripe-silence.js';

const BATCH = 50;
const FIRST_RETRY_MS = 60_000;
const LAST_RETRY_MS = 3_600_000;

/** What is to be done at Stripe because of what changed here: a note in the database, until Stripe has agreed. */
@Injectable()
export class CustomerChores {
  /** Those about whom Stripe said no. */
  private readonly refused = new BackOffs(FIRST_RETRY_MS, LAST_RETRY_MS);

  constructor(
    @Inject(BILLING_BOOK) private readonly book: BillingBook,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async run(provider: BillingProvider, silence: StripeSilence): Promise<void> {
    const without = [...this.refused.waiting(), ...silence.waiting()];
    const chores = await using('postgres', this.book.chores(BATCH, without));
    await silence.each(chores, { id: ({ customerId }) => customerId, ask: (chore) => this.work(provider, chore) });
  }

  private async work(provider: BillingProvider, { customerId, email, checkoutsAt }: CustomerChore): Promise<void> {
    try {
      if (email !== null) {
        await provider.changeEmail(customerId, email);
        await using('postgres', this.book.emailTold(customerId, email));
      }
      if (checkoutsAt !== null) {
        await provider.closeCheckouts(customerId);
        await using('postgres', this.book.checkoutsClosed(customerId, checkoutsAt));
      }
      this.refused.succeeded(customerId);
    } catch (error) {
      if (error instanceof DependencyError || error instanceof ProviderUnavailableError) throw error;
      this.refused.failed(customerId);
      this.logger.warn({ err: error, customerId }, 'Stripe refused a change of a customer; it is tried again later');
    }
  }
}
