import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Upload, UploadList } from '#libs/contracts';
import {
  inspectUpload,
  uploadName,
  UploadQuotaError,
  UploadRefusedError,
  type InspectedUpload,
  type UploadRecord,
  type UploadRepository,
  type UploadStore,
} from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { UPLOAD_REPOSITORY } from '#libs/persistence';
import { ProblemError } from '../http/problem.js';
import { SETTINGS, UPLOAD_STORE, type SupervisorSettings } from '../supervisor.tokens.js';
import { collectBody } from './collect-body.js';

/** Bodies are held in memory while they are looked at: so many at once, and no more. */
const AT_ONCE = 4;

/** What the operator does with the pictures and sounds of streamers. The file is written first, then its row. */
@Injectable()
export class UploadsService {
  private underway = 0;

  constructor(
    @Inject(UPLOAD_REPOSITORY) private readonly rows: UploadRepository,
    @Inject(UPLOAD_STORE) private readonly files: UploadStore,
    @Inject(SETTINGS) private readonly settings: SupervisorSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** `undefined`: no such streamer. */
  async list(streamerId: string): Promise<UploadList | undefined> {
    const rows = await this.rows.list(streamerId);
    if (!rows) return undefined;
    const { maxBytes, maxCount } = this.settings.uploads.quota;
    const used = { bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0), count: rows.length };
    return { items: rows.map((row) => this.view(row)), used, quota: { bytes: maxBytes, count: maxCount } };
  }

  /** Reads, checks and keeps a file. `undefined`: no such streamer. Rejects with a problem that says what to do. */
  async create(
    streamerId: string,
    body: AsyncIterable<Uint8Array>,
    { name, length }: { name: string | undefined; length: number | undefined },
  ): Promise<Upload | undefined> {
    if (this.underway >= AT_ONCE) {
      throw new ProblemError(503, 'UPLOAD.BUSY', 'Many files come in at the moment. Try again', undefined, {
        'retry-after': '3',
      });
    }
    this.underway += 1;
    try {
      const present = await this.list(streamerId);
      if (!present) return undefined;
      if (present.used.count >= present.quota.count) throw noRoom(`There are ${present.quota.count} uploads already`);
      const bytes = await collectBody(body, this.settings.uploads.maxBytes, length);
      const found = inspect(bytes);
      return await this.keep(streamerId, uploadName(name), found);
    } finally {
      this.underway -= 1;
    }
  }

  /** Whether there was one. Settings that name it show and play their default from then on. */
  async remove(streamerId: string, id: string): Promise<boolean> {
    const removed = await this.rows.remove(streamerId, id);
    if (removed) await this.discard([id]);
    return removed;
  }

  /** Ids of a streamer's files; none for a streamer who is not there. */
  async idsOf(streamerId: string): Promise<string[]> {
    return (await this.rows.list(streamerId))?.map(({ id }) => id) ?? [];
  }

  /** Removes files that no row names any more. What cannot be removed now is removed by the sweep. */
  async discard(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      await this.files.remove(id).catch((err: unknown) => this.logger.warn({ err, id }, 'An upload is removed later'));
    }
  }

  private async keep(streamerId: string, name: string, found: InspectedUpload): Promise<Upload | undefined> {
    const { content, ...facts } = found;
    const id = `${randomBytes(16).toString('hex')}-${found.type}`;
    await this.files.write(id, content).catch((err: unknown) => {
      this.logger.error({ err }, 'An upload cannot be stored');
      throw new ProblemError(503, 'UPLOAD.STORE_UNAVAILABLE', 'The file cannot be stored at the moment. Try again');
    });
    let kept: UploadRecord | undefined;
    try {
      const { quota } = this.settings.uploads;
      kept = await this.rows.add({ id, streamerId, name, bytes: content.length, ...facts }, quota);
    } catch (error) {
      if (error instanceof UploadQuotaError) throw noRoom(error.message);
      throw error;
    } finally {
      if (!kept) await this.discard([id]);
    }
    return kept && this.view(kept);
  }

  private view({ streamerId: _streamer, createdAt, ...row }: UploadRecord): Upload {
    const url = new URL(`/uploads/${row.id}`, this.settings.widgetsUrl).href;
    return { ...row, reference: `upload:${row.id}`, url, createdAt: createdAt.toISOString() };
  }
}

function inspect(bytes: Uint8Array): InspectedUpload {
  try {
    return inspectUpload(bytes);
  } catch (error) {
    if (!(error instanceof UploadRefusedError)) throw error;
    const unknown = error.code === 'UPLOAD.TYPE_UNKNOWN' || error.code === 'UPLOAD.SVG';
    throw new ProblemError(unknown ? 415 : 422, error.code, error.message);
  }
}

function noRoom(detail: string): ProblemError {
  return new ProblemError(409, 'UPLOAD.QUOTA', `${detail}. Delete uploads that are not needed any more`);
}
