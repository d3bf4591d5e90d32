import { ForeignKeyConstraintViolationException, UniqueConstraintViolationException } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import {
  AccountGoneError,
  AccountHasStreamerError,
  HandleTakenError,
  mayRun,
  type AuditNote,
  type NewStreamer,
  type StoredWidgetKey,
  type StreamerChange,
  type StreamerPage,
  type StreamerRecord,
  type StreamerRepository,
  type StreamerStanding,
} from '#libs/domain';
import type { Database } from '../database.js';
import { AccountEntity } from '../entities/account.entity.js';
import { BrokerEntity } from '../entities/broker.entity.js';
import { StreamerEntity } from '../entities/streamer.entity.js';
import { writeAudit } from './audit-rows.js';
import { decodeCursor, encodeCursor } from './page-cursor.js';
import { converge, eraseStreamer, lockStreamer } from './streamer-rows.js';

function toRecord(streamer: StreamerEntity, broker: BrokerEntity | undefined): StreamerRecord {
  const { id, handle, enabled, suspended, entitled, timeZone, rev, createdAt, keyHash, keyEncrypted } = streamer;
  return {
    ...{ id, handle, enabled, suspended, entitled, timeZone, rev, createdAt: createdAt.getTime() },
    accountId: streamer.account?.id ?? null,
    key: { hash: keyHash, encrypted: keyEncrypted },
    broker: { generation: broker?.generation ?? 0, nodeId: broker?.nodeId ?? null },
  };
}

/** The handle is somebody else's, or the account has a streamer already or is gone: said in the words of the domain. */
async function unique<T>(handle: string | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (
      error instanceof ForeignKeyConstraintViolationException &&
      error.message.includes('streamer_account_id_foreign')
    ) {
      throw new AccountGoneError('The account is gone');
    }
    if (!(error instanceof UniqueConstraintViolationException)) throw error;
    if (handle !== undefined && error.message.includes('streamer_handle_unique')) throw new HandleTakenError(handle);
    if (error.message.includes('streamer_account_id_unique')) {
      throw new AccountHasStreamerError('This account has a streamer already');
    }
    throw error;
  }
}

/** What is stored of the account's plan, and locked against a change of it; `usual` as long as nothing was decided. */
async function standsEntitled(work: SqlEntityManager, accountId: string | null, usual: boolean): Promise<boolean> {
  if (accountId === null) return usual;
  const rows: { active: boolean | null }[] = await work.execute(
    `select e.active from account a left join entitlement e on e.account_id = a.id where a.id = ? for update of a`,
    [accountId],
  );
  return rows[0]?.active ?? usual;
}

/** Tables `streamer` and `broker`, changed together. */
export class PostgresStreamerRepository implements StreamerRepository {
  constructor(private readonly database: Database) {}

  async create(wish: NewStreamer, audit: readonly AuditNote[] = []): Promise<StreamerRecord> {
    const { id, handle, enabled, timeZone, key, accountId = null } = wish;
    const now = new Date();
    const times = { createdAt: now, updatedAt: now };
    return await unique(handle, () =>
      this.database.unitOfWork().transactional(async (work) => {
        const entitled = await standsEntitled(work, accountId, wish.entitled ?? true);
        const account = accountId === null ? null : work.getReference(AccountEntity, accountId);
        const standing = { enabled, entitled, suspended: false };
        const keys = { keyHash: key.hash, keyEncrypted: key.encrypted };
        const streamer = work.create(StreamerEntity, {
          ...{ id, handle, timeZone, account, rev: 1 },
          ...standing,
          ...keys,
          ...times,
        });
        const wanted = { streamerId: id, desired: mayRun(standing), generation: 0 };
        const nobody = { nodeId: null, reason: null, assignedAt: null };
        const broker = work.create(BrokerEntity, { ...wanted, ...nobody, updatedAt: now });
        await work.persist([streamer, broker]).flush();
        await writeAudit(work, audit);
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

  async findByHandle(handle: string): Promise<StreamerRecord | undefined> {
    return await this.findOne({ handle });
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

  async update(
    id: string,
    change: StreamerChange,
    audit: readonly AuditNote[] = [],
  ): Promise<StreamerRecord | undefined> {
    return await unique(change.handle, () =>
      this.change(id, audit, (streamer, broker) =>
        converge(streamer, broker, () => {
          streamer.handle = change.handle ?? streamer.handle;
          streamer.timeZone = change.timeZone ?? streamer.timeZone;
          streamer.enabled = change.enabled ?? streamer.enabled;
        }),
      ),
    );
  }

  async giveTo(id: string, accountId: string): Promise<StreamerRecord | undefined> {
    return await unique(undefined, () =>
      this.database.unitOfWork().transactional(async (work) => {
        const { streamer, broker } = await lockStreamer(work, id);
        if (!streamer || !broker || streamer.account) return undefined;
        streamer.account = work.getReference(AccountEntity, accountId);
        await work.flush();
        return toRecord(streamer, broker);
      }),
    );
  }

  async setStanding(
    id: string,
    change: StreamerStanding,
    audit: readonly AuditNote[] = [],
  ): Promise<StreamerRecord | undefined> {
    return await this.change(id, audit, (streamer, broker) =>
      converge(streamer, broker, () => {
        streamer.suspended = change.suspended ?? streamer.suspended;
        streamer.entitled = change.entitled ?? streamer.entitled;
      }),
    );
  }

  async replaceKey(
    id: string,
    key: StoredWidgetKey,
    audit: readonly AuditNote[] = [],
  ): Promise<StreamerRecord | undefined> {
    return await this.change(id, audit, (streamer) => {
      streamer.keyHash = key.hash;
      streamer.keyEncrypted = key.encrypted;
    });
  }

  async remove(id: string, audit: readonly AuditNote[] = []): Promise<boolean> {
    return await this.database.unitOfWork().transactional(async (work) => {
      const removed = await eraseStreamer(work, id);
      if (removed) await writeAudit(work, audit);
      return removed;
    });
  }

  private async findOne(
    where: { id: string } | { keyHash: string } | { handle: string },
  ): Promise<StreamerRecord | undefined> {
    const work = this.database.unitOfWork();
    const streamer = await work.findOne(StreamerEntity, where);
    if (!streamer) return undefined;
    const broker = await work.findOne(BrokerEntity, { streamerId: streamer.id });
    return toRecord(streamer, broker ?? undefined);
  }

  private async change(
    id: string,
    audit: readonly AuditNote[],
    apply: (streamer: StreamerEntity, broker: BrokerEntity) => void,
  ): Promise<StreamerRecord | undefined> {
    return await this.database.unitOfWork().transactional(async (work) => {
      const { streamer, broker } = await lockStreamer(work, id);
      if (!streamer || !broker) return undefined;
      apply(streamer, broker);
      streamer.rev += 1;
      streamer.updatedAt = broker.updatedAt = new Date();
      await work.flush();
      await writeAudit(work, audit);
      return toRecord(streamer, broker);
    });
  }
}
