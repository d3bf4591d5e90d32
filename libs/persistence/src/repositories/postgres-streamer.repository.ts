import { LockMode, UniqueConstraintViolationException } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import {
  HandleTakenError,
  type NewStreamer,
  type StoredWidgetKey,
  type StreamerChange,
  type StreamerPage,
  type StreamerRecord,
  type StreamerRepository,
} from '#libs/domain';
import type { Database } from '../database.js';
import { BrokerEntity } from '../entities/broker.entity.js';
import { LedgerEventEntity } from '../entities/ledger-event.entity.js';
import { StreamerEntity } from '../entities/streamer.entity.js';
import { decodeCursor, encodeCursor } from './page-cursor.js';

function toRecord(streamer: StreamerEntity, broker: BrokerEntity | undefined): StreamerRecord {
  const { id, handle, enabled, timeZone, rev, createdAt, keyHash, keyEncrypted } = streamer;
  return {
    ...{ id, handle, enabled, timeZone, rev, createdAt: createdAt.getTime() },
    key: { hash: keyHash, encrypted: keyEncrypted },
    broker: { generation: broker?.generation ?? 0, nodeId: broker?.nodeId ?? null },
  };
}

/** What makes the running broker stale: its room, its day, or that it should not run. */
function supersedes(streamer: StreamerEntity, change: StreamerChange): boolean {
  return (
    (change.handle !== undefined && change.handle !== streamer.handle) ||
    (change.timeZone !== undefined && change.timeZone !== streamer.timeZone) ||
    (change.enabled === false && streamer.enabled)
  );
}

async function withHandle<T>(handle: string | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (
      handle !== undefined &&
      error instanceof UniqueConstraintViolationException &&
      /streamer_handle_unique/.test(error.message)
    ) {
      throw new HandleTakenError(handle);
    }
    throw error;
  }
}

/** Tables `streamer` and `broker`, changed together. */
export class PostgresStreamerRepository implements StreamerRepository {
  constructor(private readonly database: Database) {}

  async create({ id, handle, enabled, timeZone, key }: NewStreamer): Promise<StreamerRecord> {
    const now = new Date();
    const times = { createdAt: now, updatedAt: now };
    return await withHandle(handle, () =>
      this.database.unitOfWork().transactional(async (work) => {
        const fields = { id, handle, enabled, timeZone, keyHash: key.hash, keyEncrypted: key.encrypted, rev: 1 };
        const streamer = work.create(StreamerEntity, { ...fields, ...times });
        const wish = { streamerId: id, desired: enabled, generation: 0, nodeId: null, reason: null, assignedAt: null };
        const broker = work.create(BrokerEntity, { ...wish, updatedAt: now });
        await work.persist([streamer, broker]).flush();
        return toRecord(streamer, broker);
      }),
    );
  }

  async find(id: string): Promise<StreamerRecord | undefined> {
    return await this.findOne({ id });
  }

  async findByKeyHash(keyHash: string): Promise<StreamerRecord | undefined> {
    return await this.findOne({ keyHash });
  }

  async page({ limit, after }: { limit: number; after?: string | undefined }): Promise<StreamerPage> {
    const place = after === undefined ? undefined : decodeCursor(after);
    const where = place && {
      $or: [{ createdAt: { $gt: place.createdAt } }, { createdAt: place.createdAt, id: { $gt: place.id } }],
    };
    const work = this.database.unitOfWork();
    const orderBy = { createdAt: 'asc', id: 'asc' } as const;
    const found = await work.find(StreamerEntity, where ?? {}, { orderBy, limit: limit + 1 });
    const shown = found.slice(0, limit);
    const brokers = await work.find(BrokerEntity, { streamerId: { $in: shown.map((streamer) => streamer.id) } });
    const byId = new Map(brokers.map((broker) => [broker.streamerId, broker]));
    const last = shown.at(-1);
    return {
      items: shown.map((streamer) => toRecord(streamer, byId.get(streamer.id))),
      ...(found.length > limit && last ? { next: encodeCursor(last) } : {}),
    };
  }

  async update(id: string, change: StreamerChange): Promise<StreamerRecord | undefined> {
    return await withHandle(change.handle, () =>
      this.change(id, (streamer, broker) => {
        if (supersedes(streamer, change)) {
          broker.generation += 1;
          broker.nodeId = null;
          broker.reason = 'superseded';
        }
        streamer.handle = change.handle ?? streamer.handle;
        streamer.timeZone = change.timeZone ?? streamer.timeZone;
        streamer.enabled = change.enabled ?? streamer.enabled;
        broker.desired = streamer.enabled;
      }),
    );
  }

  async replaceKey(id: string, key: StoredWidgetKey): Promise<StreamerRecord | undefined> {
    return await this.change(id, (streamer) => {
      streamer.keyHash = key.hash;
      streamer.keyEncrypted = key.encrypted;
    });
  }

  async remove(id: string): Promise<boolean> {
    return await this.database.unitOfWork().transactional(async (work) => {
      const { streamer, broker } = await this.lock(work, id);
      if (!streamer || !broker) return false;
      Object.assign(broker, {
        ...{ desired: false, generation: broker.generation + 1 },
        ...{ reason: 'superseded', updatedAt: new Date() },
      });
      await work.nativeDelete(LedgerEventEntity, { streamerId: id });
      await work.remove(streamer).flush();
      return true;
    });
  }

  private async findOne(where: { id: string } | { keyHash: string }): Promise<StreamerRecord | undefined> {
    const work = this.database.unitOfWork();
    const streamer = await work.findOne(StreamerEntity, where);
    if (!streamer) return undefined;
    const broker = await work.findOne(BrokerEntity, { streamerId: streamer.id });
    return toRecord(streamer, broker ?? undefined);
  }

  private async change(
    id: string,
    apply: (streamer: StreamerEntity, broker: BrokerEntity) => void,
  ): Promise<StreamerRecord | undefined> {
    return await this.database.unitOfWork().transactional(async (work) => {
      const { streamer, broker } = await this.lock(work, id);
      if (!streamer || !broker) return undefined;
      apply(streamer, broker);
      streamer.rev += 1;
      streamer.updatedAt = broker.updatedAt = new Date();
      await work.flush();
      return toRecord(streamer, broker);
    });
  }

  /** Row locks in one order: a generation that is claimed meanwhile waits or is seen. */
  private async lock(work: SqlEntityManager, id: string) {
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const streamer = await work.findOne(StreamerEntity, { id }, { lockMode });
    const broker = await work.findOne(BrokerEntity, { streamerId: id }, { lockMode });
    return { streamer, broker };
  }
}
