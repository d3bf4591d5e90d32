import type { ANNOUNCEMENT_LEVELS } from '#libs/contracts';
import type { AnnouncementChange, AnnouncementRecord, AnnouncementRepository, AuditNote } from '#libs/domain';
import type { Database } from '../database.js';
import { AnnouncementEntity } from '../entities/announcement.entity.js';
import { writeAudit } from './audit-rows.js';

function toRecord({ id, level, title, text, startsAt, endsAt }: AnnouncementEntity): AnnouncementRecord {
  return { id, level: level as (typeof ANNOUNCEMENT_LEVELS)[number], title, text, startsAt, endsAt };
}

/** The table `announcement`. */
export class PostgresAnnouncementRepository implements AnnouncementRepository {
  constructor(private readonly database: Database) {}

  async list(since?: Date): Promise<AnnouncementRecord[]> {
    const now = new Date();
    const open = { $or: [{ endsAt: null }, { endsAt: { $gt: now } }] };
    const where = since
      ? { $or: [{ startsAt: { $gte: since } }, { endsAt: { $gte: since } }, { endsAt: null }] }
      : { ...open, startsAt: { $lte: now } };
    const order = { startsAt: 'desc', id: 'asc' } as const;
    const rows = await this.database.unitOfWork().find(AnnouncementEntity, where, { orderBy: order, limit: 200 });
    return rows.map(toRecord);
  }

  async add(announcement: AnnouncementRecord, audit: AuditNote): Promise<void> {
    await this.database.unitOfWork().transactional(async (work) => {
      await work.persist(work.create(AnnouncementEntity, announcement)).flush();
      await writeAudit(work, [audit]);
    });
  }

  async change(id: string, change: AnnouncementChange, audit: AuditNote): Promise<AnnouncementRecord | undefined> {
    return await this.database.unitOfWork().transactional(async (work) => {
      const found = await work.findOne(AnnouncementEntity, { id });
      if (!found) return undefined;
      Object.assign(found, change);
      await work.flush();
      await writeAudit(work, [audit]);
      return toRecord(found);
    });
  }
}
