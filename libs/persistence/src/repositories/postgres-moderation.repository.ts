import { moderationSchema, type Moderation } from '#libs/contracts';
import type { AuditNote, ModerationRepository } from '#libs/domain';
import type { Database } from '../database.js';
import { ModerationEntity } from '../entities/moderation.entity.js';
import { StreamerEntity } from '../entities/streamer.entity.js';
import { storableJson } from '../storable-json.js';
import { writeAudit } from './audit-rows.js';
import { changeStreamer } from './change-streamer.js';

/** The lists as the contract has them. */
export function toModeration({ words, viewers }: Pick<ModerationEntity, 'words' | 'viewers'>): Moderation {
  return moderationSchema.parse({ words, viewers });
}

/** The table `moderation`. */
export class PostgresModerationRepository implements ModerationRepository {
  constructor(private readonly database: Database) {}

  async find(streamerId: string): Promise<Moderation | undefined> {
    const work = this.database.unitOfWork();
    const saved = await work.findOne(ModerationEntity, { streamer: streamerId });
    if (saved) return toModeration(saved);
    return (await work.count(StreamerEntity, { id: streamerId })) === 0 ? undefined : { words: [], viewers: [] };
  }

  async replace(
    streamerId: string,
    moderation: Moderation,
    note: (before: Moderation) => readonly AuditNote[] = () => [],
  ): Promise<Moderation | undefined> {
    const lists = JSON.parse(storableJson(moderation)) as Moderation;
    return await changeStreamer(this.database, streamerId, async (work, streamer) => {
      const saved = await work.findOne(ModerationEntity, { streamer: streamerId });
      await writeAudit(work, note(saved ? toModeration(saved) : { words: [], viewers: [] }));
      if (saved) Object.assign(saved, lists);
      else work.persist(work.create(ModerationEntity, { streamer, ...lists }));
      return lists;
    });
  }
}
