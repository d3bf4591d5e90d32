import { LockMode } from '@mikro-orm/core';
import type { UploadKind, UploadType } from '#libs/contracts';
import { UploadQuotaError, type UploadQuota, type UploadRecord, type UploadRepository } from '#libs/domain';
import type { Database } from '../database.js';
import { StreamerEntity } from '../entities/streamer.entity.js';
import { UploadEntity } from '../entities/upload.entity.js';

function toRecord(row: UploadEntity): UploadRecord {
  const { id, name, bytes, createdAt } = row;
  return {
    ...{ id, name, bytes, createdAt, streamerId: row.streamer.id },
    kind: row.kind as UploadKind,
    type: row.type as UploadType,
    width: row.width ?? undefined,
    height: row.height ?? undefined,
    frames: row.frames ?? undefined,
    durationMs: row.durationMs ?? undefined,
  };
}

/** The table `upload`. */
export class PostgresUploadRepository implements UploadRepository {
  constructor(private readonly database: Database) {}

  async list(streamerId: string): Promise<UploadRecord[] | undefined> {
    const work = this.database.unitOfWork();
    const order = { createdAt: 'desc', id: 'asc' } as const;
    const rows = await work.find(UploadEntity, { streamer: streamerId }, { orderBy: order });
    if (rows.length === 0 && (await work.count(StreamerEntity, { id: streamerId })) === 0) return undefined;
    return rows.map(toRecord);
  }

  async add(upload: Omit<UploadRecord, 'createdAt'>, quota: UploadQuota): Promise<UploadRecord | undefined> {
    return await this.database.unitOfWork().transactional(async (work) => {
      // Locked, so that several at once cannot pass the quota together.
      const lockMode = LockMode.PESSIMISTIC_WRITE;
      const streamer = await work.findOne(StreamerEntity, { id: upload.streamerId }, { lockMode });
      if (!streamer) return undefined;
      const present = await work.find(UploadEntity, { streamer: upload.streamerId }, { fields: ['bytes'] });
      const used = present.reduce((sum, { bytes }) => sum + bytes, 0);
      if (present.length >= quota.maxCount) throw new UploadQuotaError(`There are ${quota.maxCount} uploads already`);
      if (used + upload.bytes > quota.maxBytes) throw new UploadQuotaError('There is no room left for this file');
      const { width = null, height = null, frames = null, durationMs = null } = upload;
      const { id, name, kind, type, bytes } = upload;
      const facts = { width, height, frames, durationMs, createdAt: new Date() };
      const created = work.create(UploadEntity, { id, streamer, name, kind, type, bytes, ...facts });
      await work.persist(created).flush();
      return toRecord(created);
    });
  }

  async remove(streamerId: string, id: string): Promise<boolean> {
    return (await this.database.unitOfWork().nativeDelete(UploadEntity, { id, streamer: streamerId })) > 0;
  }

  async known(ids: readonly string[]): Promise<Set<string>> {
    const rows = await this.database.unitOfWork().find(UploadEntity, { id: { $in: [...ids] } }, { fields: ['id'] });
    return new Set(rows.map(({ id }) => id));
  }
}
