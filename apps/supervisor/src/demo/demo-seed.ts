import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type CreateGoal, handleSchema } from '#libs/contracts';
import { EmailTakenError, HandleTakenError, type AccountRepository, type StreamerRepository } from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { PasswordHasher } from '#libs/passwords';
import { ACCOUNT_REPOSITORY, STREAMER_REPOSITORY } from '#libs/persistence';
import { GoalsService } from '../goals/goals.service.js';
import { StreamersService } from '../streamers/streamers.service.js';
import { hashWidgetKey } from '../streamers/widget-key-vault.js';
import { DEMO_WIDGET_KEY, SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';
import { DEMO_ACCOUNT } from './demo-account.js';

/** Something to watch: the goals of a new demo. Its streamer may change and delete them. */
const GOALS: CreateGoal[] = [
  { metric: 'coins', target: 20_000, title: 'New microphone', period: 'session', startValue: 0, baseline: 0 },
  { metric: 'follows', target: 200, title: 'Followers today', period: 'session', startValue: 0, baseline: 0 },
];

/** Sees to it that the demo account and its streamer exist, and that it is switched on and follows the configured room. */
@Injectable()
export class DemoSeed {
  constructor(
    @Inject(ACCOUNT_REPOSITORY) private readonly accounts: AccountRepository,
    @Inject(PasswordHasher) private readonly passwords: PasswordHasher,
    @Inject(STREAMER_REPOSITORY) private readonly repository: StreamerRepository,
    @Inject(StreamersService) private readonly streamers: StreamersService,
    @Inject(GoalsService) private readonly goals: GoalsService,
    @Inject(SETTINGS) private readonly settings: SupervisorSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async plant(): Promise<void> {
    if (!this.settings.demo) return;
    const handle = handleSchema.parse(this.settings.demo.handle);
    const account = await this.account();
    try {
      const known = await this.repository.findByKeyHash(hashWidgetKey(DEMO_WIDGET_KEY));
      if (!known) await this.begin(handle, account);
      else {
        // One of an older version belongs to nobody yet.
        if (known.accountId === null && account.streamerId === null) await this.repository.giveTo(known.id, account.id);
        if (known.handle !== handle || !known.enabled) {
          await this.streamers.update(known.id, { handle, enabled: true });
        }
      }
    } catch (error) {
      if (!(error instanceof HandleTakenError)) throw error;
      this.logger.warn(
        { handle },
        'The demo cannot follow this handle: another streamer has it. Delete that one first',
      );
    }
  }

  /** Two supervisors may start at once. */
  private async account(): Promise<{ id: string; streamerId: string | null }> {
    const { email, password, name } = DEMO_ACCOUNT;
    const known = await this.accounts.findByEmail(email);
    if (known) return known;
    const passwordHash = await this.passwords.hash(password);
    const fields = { email, name, passwordHash, emailVerifiedAt: new Date(), timeZone: 'UTC' };
    try {
      return await this.accounts.create({ id: randomUUID(), role: 'admin', ...fields }, {});
    } catch (error) {
      const other = error instanceof EmailTakenError ? await this.accounts.findByEmail(email) : undefined;
      if (!other) throw error;
      return other;
    }
  }

  private async begin(handle: string, account: { id: string; streamerId: string | null }): Promise<void> {
    const accountId = account.streamerId === null ? account.id : null;
    const wish = { handle, enabled: true, timeZone: 'UTC' };
    const { id } = await this.streamers.create(wish, { widgetKey: DEMO_WIDGET_KEY, accountId });
    for (const goal of GOALS) await this.goals.create(id, goal);
  }
}
