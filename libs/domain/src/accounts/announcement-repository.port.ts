import type { Announcement } from '#libs/contracts';
import type { AuditNote } from './audit.port.js';

export interface AnnouncementRecord extends Pick<Announcement, 'id' | 'level' | 'title' | 'text'> {
  startsAt: Date;
  endsAt: Date | null;
}
export type AnnouncementChange = Partial<Pick<AnnouncementRecord, 'level' | 'title' | 'text' | 'endsAt'>>;

/** What the operator announces. */
export interface AnnouncementRepository {
  /** Newest first: those in force, or also those that began or ended since `since`. */
  list(since?: Date): Promise<AnnouncementRecord[]>;
  add(announcement: AnnouncementRecord, audit: AuditNote): Promise<void>;
  change(id: string, change: AnnouncementChange, audit: AuditNote): Promise<AnnouncementRecord | undefined>;
}
