import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Inject, Param, Patch, Post } from '@nestjs/common';
import {
  createAnnouncementSchema,
  updateAnnouncementSchema,
  type Announcement,
  type AnnouncementList,
  type CreateAnnouncement,
  type UpdateAnnouncement,
} from '#libs/contracts';
import type { AnnouncementChange, AnnouncementRepository } from '#libs/domain';
import { ANNOUNCEMENT_REPOSITORY } from '#libs/persistence';
import { CurrentActor, type Acting } from '../access/caller.decorator.js';
import { toAnnouncement } from '../accounts/instance.controller.js';
import { isUuid } from '../http/is-uuid.js';
import { ProblemError } from '../http/problem.js';
import { ZodPipe } from '../http/zod.pipe.js';

const SHOWN_MS = 90 * 86_400_000;

function changeOf({ endsAt, level, title, text }: UpdateAnnouncement): AnnouncementChange {
  const time = typeof endsAt === 'string' ? new Date(endsAt) : endsAt;
  return {
    ...(level === undefined ? {} : { level }),
    ...(title === undefined ? {} : { title }),
    ...(text === undefined ? {} : { text }),
    ...(time === undefined ? {} : { endsAt: time }),
  };
}

@Controller('api/v1/admin/announcements')
export class AnnouncementsAdminController {
  constructor(@Inject(ANNOUNCEMENT_REPOSITORY) private readonly announcements: AnnouncementRepository) {}

  @Get()
  async list(): Promise<AnnouncementList> {
    const items = await this.announcements.list(new Date(Date.now() - SHOWN_MS));
    return { items: items.map(toAnnouncement) };
  }

  @Post()
  async create(
    @Body(new ZodPipe(createAnnouncementSchema)) { endsAt, ...wish }: CreateAnnouncement,
    @CurrentActor() acting: Acting,
  ): Promise<Announcement> {
    const id = randomUUID();
    const times = { startsAt: new Date(), endsAt: endsAt === undefined ? null : new Date(endsAt) };
    const announcement = { id, ...wish, ...times };
    const subject = { kind: 'announcement', id };
    await this.announcements.add(announcement, { ...acting, action: 'announcement.created', subject });
    return toAnnouncement(announcement);
  }

  @Patch(':id')
  async update(
    @Param('id') id: string,
    @Body(new ZodPipe(updateAnnouncementSchema)) wish: UpdateAnnouncement,
    @CurrentActor() acting: Acting,
  ): Promise<Announcement> {
    const subject = { kind: 'announcement', id };
    const note = { ...acting, action: 'announcement.changed', subject, detail: { fields: Object.keys(wish) } };
    const changed = isUuid(id) ? await this.announcements.change(id, changeOf(wish), note) : undefined;
    if (!changed) throw new ProblemError(404, 'ANNOUNCEMENT.NOT_FOUND', 'There is no such announcement');
    return toAnnouncement(changed);
  }
}
