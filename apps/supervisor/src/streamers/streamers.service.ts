import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type {
  CreateOwnStreamer,
  CreateStreamer,
  SourceStatus,
  Streamer,
  StreamerWithKey,
  UpdateStreamer,
} from '#libs/contracts';
import { isCanary, mayRun } from '#libs/domain';
import type { AuditNote, NewStreamer, StatusReader, StreamerRecord, StreamerRepository } from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { STREAMER_REPOSITORY } from '#libs/persistence';
import type { Acting } from '../access/caller.decorator.js';
import { ProblemError } from '../http/problem.js';
import { BILLING_SETTINGS, type BillingSettings } from '../billing/billing.tokens.js';
import { FirstLooks } from '../onboarding/first-looks.js';
import { PlacementLoop } from '../placement/placement-loop.js';
import { ReadModelSync } from '../read-models/read-model-sync.js';
import { UploadsService } from '../uploads/uploads.service.js';
import { STATUS_READER } from '../supervisor.tokens.js';
import type { StreamerPage } from './streamer-page.schema.js';
import { toStreamer } from './streamer-view.js';
import { WidgetKeyVault } from './widget-key-vault.js';

interface CreateOptions {
  widgetKey?: string;
  acting?: Acting;
  accountId?: string | null;
}

function noteOf(acting: Acting, action: string, id: string): AuditNote {
  return { ...acting, action, subject: { kind: 'streamer', id } };
}

function noKey(): ProblemError {
  return new ProblemError(409, 'STREAMER.CANARY', 'A canary has no pages and gives out no key');
}

/** What the operator and streamers do with streamers. Each change is durable first, then published, then placed. */
@Injectable()
export class StreamersService {
  constructor(
    @Inject(STREAMER_REPOSITORY) private readonly streamers: StreamerRepository,
    @Inject(STATUS_READER) private readonly statuses: StatusReader,
    @Inject(WidgetKeyVault) private readonly vault: WidgetKeyVault,
    @Inject(ReadModelSync) private readonly readModels: ReadModelSync,
    @Inject(UploadsService) private readonly uploads: UploadsService,
    @Inject(PlacementLoop) private readonly placement: PlacementLoop,
    @Inject(FirstLooks) private readonly firstLooks: FirstLooks,
    @Inject(BILLING_SETTINGS) private readonly billing: BillingSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** `acting` is noted; without it the product does it by itself. */
  async create(
    wish: CreateStreamer,
    { widgetKey = this.vault.generate(), acting, accountId = null }: CreateOptions = {},
  ): Promise<StreamerWithKey> {
    const id = randomUUID();
    // Somebody whose plan was never looked at has what everybody has; who belongs to no account is the operator's.
    const entitled = accountId === null || this.billing.policy.everybody !== null;
    const created: NewStreamer = { id, ...wish, accountId, entitled, key: this.vault.seal(widgetKey, id) };
    const stored = await this.streamers.create(created, acting && [noteOf(acting, 'streamer.created', id)]);
    if (mayRun(stored)) this.firstLooks.expect(stored);
    return { ...(await this.spread(stored)), widgetKey };
  }

  /** Rejects when the account has a streamer. */
  async createFor(accountId: string, wish: CreateOwnStreamer, acting: Acting): Promise<StreamerWithKey> {
    return await this.create({ ...wish, enabled: true }, { accountId, acting });
  }

  /** The key in force, which the database holds sealed. */
  async widgetKey(id: string): Promise<string | undefined> {
    if (isCanary(id)) throw noKey();
    const streamer = await this.streamers.find(id);
    return streamer && this.vault.open(streamer.key.encrypted, id);
  }

  async list(limit: number, after: string | undefined): Promise<StreamerPage> {
    const page = await this.streamers.page({ limit, after });
    const statuses = await this.readStatuses(page.items);
    const items = page.items.map((streamer, index) => toStreamer(streamer, statuses[index]));
    return { items, nextCursor: page.next ?? null };
  }

  async find(id: string): Promise<Streamer | undefined> {
    const streamer = await this.streamers.find(id);
    return streamer && (await this.view(streamer));
  }

  async update(id: string, change: UpdateStreamer, acting?: Acting): Promise<Streamer | undefined> {
    const notes = acting && [{ ...noteOf(acting, 'streamer.changed', id), detail: { fields: Object.keys(change) } }];
    const updated = await this.streamers.update(id, change, notes);
    const begins = change.handle !== undefined || change.enabled === true;
    if (updated && begins && mayRun(updated)) this.firstLooks.expect(updated);
    return updated && (await this.spread(updated));
  }

  async rotateKey(id: string, acting: Acting): Promise<StreamerWithKey | undefined> {
    if (isCanary(id)) throw noKey();
    const widgetKey = this.vault.generate();
    const note = noteOf(acting, 'streamer.key-rotated', id);
    const updated = await this.streamers.replaceKey(id, this.vault.seal(widgetKey, id), [note]);
    return updated && { ...(await this.spread(updated)), widgetKey };
  }

  async remove(id: string, acting: Acting): Promise<boolean> {
    const files = await this.uploads.idsOf(id);
    const removed = await this.streamers.remove(id, [noteOf(acting, 'streamer.deleted', id)]);
    if (removed) {
      this.placement.nudge();
      await this.readModels.publish(id);
      await this.uploads.discard(files);
    }
    return removed;
  }

  /** Both at once: while Redis is away each of them takes a while to find out. */
  private async spread(streamer: StreamerRecord): Promise<Streamer> {
    this.placement.nudge();
    const [view] = await Promise.all([this.view(streamer), this.readModels.publish(streamer.id)]);
    return view;
  }

  /** Account or plan changed what may run: tells pages and placement, and somebody may wait to see it start. */
  async standingChanged(id: string): Promise<void> {
    this.placement.nudge();
    const [streamer] = await Promise.all([this.streamers.find(id), this.readModels.publish(id)]);
    if (streamer && mayRun(streamer)) this.firstLooks.expect(streamer);
  }

  private async view(streamer: StreamerRecord): Promise<Streamer> {
    const [status] = await this.readStatuses([streamer]);
    return toStreamer(streamer, status);
  }

  /** The API answers from PostgreSQL while Redis is away. */
  private async readStatuses(
    streamers: readonly StreamerRecord[],
  ): Promise<(SourceStatus | undefined | 'unreadable')[]> {
    try {
      return await this.statuses.statuses(streamers.map((streamer) => streamer.id));
    } catch (err) {
      this.logger.debug({ err }, 'Statuses cannot be read');
      return streamers.map(() => 'unreadable');
    }
  }
}
