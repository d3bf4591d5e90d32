import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Database } from '../database.js';
import { StreamerEntity } from '../entities/streamer.entity.js';

/** With the streamer locked; the revision rises when something came of it. `undefined`: nothing did. */
export async function changeStreamer<T>(
  database: Database,
  streamerId: string,
  apply: (work: SqlEntityManager, streamer: StreamerEntity) => Promise<T | undefined>,
): Promise<T | undefined> {
  return await database.unitOfWork().transactional(async (work) => {
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const streamer = await work.findOne(StreamerEntity, { id: streamerId }, { lockMode });
    const result = streamer ? await apply(work, streamer) : undefined;
    if (streamer && result !== undefined) {
      streamer.rev += 1;
      streamer.updatedAt = new Date();
    }
    await work.flush();
    return result;
  });
}
