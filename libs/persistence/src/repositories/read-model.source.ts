import { WIDGET_TYPES, widgetInstanceSchema, type StreamerReadModel } from '#libs/contracts';
import { mayRun, type ReadModelSource } from '#libs/domain';
import type { Database } from '../database.js';
import { GoalEntity } from '../entities/goal.entity.js';
import { ModerationEntity } from '../entities/moderation.entity.js';
import { StreamerEntity } from '../entities/streamer.entity.js';
import { WidgetEntity } from '../entities/widget.entity.js';
import { toGoal } from './postgres-goal.repository.js';
import { toModeration } from './postgres-moderation.repository.js';

/** Widgets whose type this version does not know (a newer one wrote them) are left out. */
function toInstances(widgets: readonly WidgetEntity[]): StreamerReadModel['widgets'] {
  return widgets
    .filter((widget) => (WIDGET_TYPES as readonly string[]).includes(widget.type))
    .map(({ id, type, settings, rev }) => widgetInstanceSchema.parse({ id, type, settings, rev }));
}

/** Reads what gateways are to know from `streamer` and `widget`. */
export class PostgresReadModelSource implements ReadModelSource {
  constructor(private readonly database: Database) {}

  async revisions(): Promise<Map<string, number>> {
    const rows: { id: string; rev: number }[] = await this.database
      .unitOfWork()
      .execute('select id, rev from streamer');
    return new Map(rows.map((row) => [row.id, row.rev]));
  }

  async load(streamerIds: readonly string[]): Promise<StreamerReadModel[]> {
    return await this.read({ id: { $in: [...streamerIds] } });
  }

  async findByKeyHash(keyHash: string): Promise<StreamerReadModel | undefined> {
    const [model] = await this.read({ keyHash });
    return model;
  }

  private async read(where: { id: { $in: string[] } } | { keyHash: string }): Promise<StreamerReadModel[]> {
    // One transaction, so that a revision never comes with the widgets of another.
    return await this.database.unitOfWork().transactional(
      async (work) => {
        const streamers = await work.find(StreamerEntity, where);
        const ids = streamers.map((streamer) => streamer.id);
        const widgets = await work.find(WidgetEntity, { streamer: { $in: ids } }, { orderBy: { id: 'asc' } });
        const byStreamer = Map.groupBy(widgets, (widget) => widget.streamer.id);
        const goalsOf = Map.groupBy(
          await work.find(GoalEntity, { streamer: { $in: ids } }, { orderBy: { position: 'asc', id: 'asc' } }),
          (goal) => goal.streamer.id,
        );
        const moderations = await work.find(ModerationEntity, { streamer: { $in: ids } });
        const moderationOf = new Map(moderations.map((lists) => [lists.streamer.id, toModeration(lists)]));
        return streamers.map(({ id, enabled, suspended, entitled, rev, keyHash }) => ({
          streamerId: id,
          active: mayRun({ enabled, suspended, entitled }),
          rev,
          keyHash,
          widgets: toInstances(byStreamer.get(id) ?? []),
          goals: (goalsOf.get(id) ?? []).map(toGoal),
          ...(moderationOf.has(id) ? { moderation: moderationOf.get(id) } : {}),
        }));
      },
      { isolationLevel: 'repeatable read', readOnly: true },
    );
  }
}
