import { Inject, Injectable } from '@nestjs/common';
import { type CreateGoal, handleSchema } from '#libs/contracts';
import { HandleTakenError, type StreamerRepository } from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { STREAMER_REPOSITORY } from '#libs/persistence';
import { GoalsService } from '../goals/goals.service.js';
import { StreamersService } from '../streamers/streamers.service.js';
import { hashWidgetKey } from '../streamers/widget-key-vault.js';
import { DEMO_WIDGET_KEY, SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';

/** Something to watch: the goals of a new demo. Its streamer may change and delete them. */
const GOALS: CreateGoal[] = [
  { metric: 'coins', target: 20_000, title: 'New microphone', period: 'session', startValue: 0, baseline: 0 },
  { metric: 'follows', target: 200, title: 'Followers today', period: 'session', startValue: 0, baseline: 0 },
];

/** Sees to it that the demo streamer exists, is switched on and follows the configured room. */
@Injectable()
export class DemoSeed {
  constructor(
    @Inject(STREAMER_REPOSITORY) private readonly repository: StreamerRepository,
    @Inject(StreamersService) private readonly streamers: StreamersService,
    @Inject(GoalsService) private readonly goals: GoalsService,
    @Inject(SETTINGS) private readonly settings: SupervisorSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async plant(): Promise<void> {
    if (!this.settings.demo) return;
    const handle = handleSchema.parse(this.settings.demo.handle);
    try {
      const known = await this.repository.findByKeyHash(hashWidgetKey(DEMO_WIDGET_KEY));
      if (!known) await this.begin(handle);
      else if (known.handle !== handle || !known.enabled) {
        await this.streamers.update(known.id, { handle, enabled: true });
      }
    } catch (error) {
      if (!(error instanceof HandleTakenError)) throw error;
      this.logger.warn(
        { handle },
        'The demo cannot follow this handle: another streamer has it. Delete that one first',
      );
    }
  }

  private async begin(handle: string): Promise<void> {
    const { id } = await this.streamers.create({ handle, enabled: true, timeZone: 'UTC' }, DEMO_WIDGET_KEY);
    for (const goal of GOALS) await this.goals.create(id, goal);
  }
}
