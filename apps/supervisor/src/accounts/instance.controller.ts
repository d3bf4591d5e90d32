import { Controller, Get, Inject } from '@nestjs/common';
import type { Announcement, AnnouncementList, Instance } from '#libs/contracts';
import type { AnnouncementRecord, AnnouncementRepository } from '#libs/domain';
import { ANNOUNCEMENT_REPOSITORY } from '#libs/persistence';
import { DEMO_ACCOUNT } from '../demo/demo-account.js';
import { SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';

export function toAnnouncement({ id, level, title, text, startsAt, endsAt }: AnnouncementRecord): Announcement {
  return { id, level, title, text, startsAt: startsAt.toISOString(), endsAt: endsAt?.toISOString() ?? null };
}

/** What a dashboard needs to know of the server. */
@Controller('api/v1')
export class InstanceController {
  constructor(
    @Inject(ANNOUNCEMENT_REPOSITORY) private readonly announcements: AnnouncementRepository,
    @Inject(SETTINGS) private readonly settings: SupervisorSettings,
  ) {}

  @Get('instance')
  instance(): Instance {
    const { version, sourceUrl, widgetsUrl, demo, mail, accounts } = this.settings;
    const { email, password } = DEMO_ACCOUNT;
    return {
      ...{ version, sourceUrl, widgetsUrl, billing: accounts.billing },
      demo: demo ? { email, password } : null,
      outbox: mail.outbox ? '/outbox' : null,
    };
  }

  @Get('announcements')
  async inForce(): Promise<AnnouncementList> {
    return { items: (await this.announcements.list()).map(toAnnouncement) };
  }
}
