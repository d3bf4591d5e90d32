import { isDeepStrictEqual } from 'node:util';
import { isWidgetType } from '#libs/contracts';
import {
  defaultWidget,
  TooManyWidgetsError,
  type StoredWidget,
  type WidgetEdit,
  type WidgetRepository,
} from '#libs/domain';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Database } from '../database.js';
import { StreamerEntity } from '../entities/streamer.entity.js';
import { WidgetEntity } from '../entities/widget.entity.js';
import { storableJson } from '../storable-json.js';
import { changeStreamer } from './change-streamer.js';

/** Beside the defaults. */
const MAX_WIDGETS = 50;

/** What the plan allows. Without one in force some may be prepared all the same: they show nothing. */
async function allowedWidgets(work: SqlEntityManager, streamerId: string, unentitled: number | null): Promise<number> {
  const rows: { active: boolean; widgets: number | null }[] = await work.execute(
    `select e.active, (e.allows ->> 'widgets')::int as widgets from entitlement e
       join streamer s on s.account_id = e.account_id where s.id = ?`,
    [streamerId],
  );
  const [found] = rows;
  const most = found?.active === false ? unentitled : found?.widgets;
  return Math.min(MAX_WIDGETS, most ?? MAX_WIDGETS);
}

function storable<T>(value: T): T {
  return JSON.parse(storableJson(value)) as T;
}

/** `undefined` for a type that this version does not know: a newer one wrote it. */
function toWidget({ id, type, name, settings, rev }: WidgetEntity): StoredWidget | undefined {
  return isWidgetType(type) ? { id, type, name, settings, rev } : undefined;
}

/** The table `widget`. */
export class PostgresWidgetRepository implements WidgetRepository {
  constructor(private readonly database: Database) {}

  async list(streamerId: string): Promise<StoredWidget[] | undefined> {
    const work = this.database.unitOfWork();
    const saved = await work.find(WidgetEntity, { streamer: streamerId }, { orderBy: { id: 'asc' } });
    if (saved.length === 0 && (await work.count(StreamerEntity, { id: streamerId })) === 0) return undefined;
    return saved.flatMap((widget) => toWidget(widget) ?? []);
  }

  async create(
    streamerId: string,
    widget: Omit<StoredWidget, 'rev'>,
    unentitled: number | null = null,
  ): Promise<StoredWidget | undefined> {
    return await changeStreamer(this.database, streamerId, async (work, streamer) => {
      const saved = await work.find(WidgetEntity, { streamer: streamerId });
      const most = await allowedWidgets(work, streamerId, unentitled);
      if (saved.filter(({ id, type }) => id !== type).length >= most) {
        throw new TooManyWidgetsError(`There are at most ${most} widgets beside the first of each kind`);
      }
      // A link without id goes on showing what it showed.
      const first = saved.some(({ type }) => type === widget.type) ? undefined : defaultWidget(widget.type);
      if (first) work.persist(work.create(WidgetEntity, { ...first, streamer }));
      const created = { ...storable(widget), rev: 1 };
      await work.persist(work.create(WidgetEntity, { ...created, streamer })).flush();
      return created;
    });
  }

  async edit(
    streamerId: string,
    widgetId: string,
    edit: (widget: StoredWidget) => WidgetEdit,
  ): Promise<StoredWidget | undefined> {
    let same: StoredWidget | undefined;
    const changed = await changeStreamer(this.database, streamerId, async (work, streamer) => {
      const saved = await work.findOne(WidgetEntity, { streamer: streamerId, id: widgetId });
      const before = saved ? toWidget(saved) : defaultWidget(widgetId);
      if (!before) return undefined;
      const { id, type, rev } = before;
      const after = storable({ name: before.name, settings: before.settings, ...edit(before) });
      same = isDeepStrictEqual(after, storable({ name: before.name, settings: before.settings })) ? before : undefined;
      if (same) return undefined;
      const fields = { ...after, rev: rev + 1 };
      if (saved) Object.assign(saved, fields);
      else work.persist(work.create(WidgetEntity, { id, type, ...fields, streamer }));
      return { id, type, ...fields };
    });
    return changed ?? same;
  }

  async remove(streamerId: string, widgetId: string): Promise<'deleted' | 'reset' | undefined> {
    if (defaultWidget(widgetId)) {
      const reset = await this.edit(streamerId, widgetId, () => ({ name: '', settings: {} }));
      return reset && 'reset';
    }
    return await changeStreamer(this.database, streamerId, async (work) => {
      const count = await work.nativeDelete(WidgetEntity, { streamer: streamerId, id: widgetId });
      return count > 0 ? 'deleted' : undefined;
    });
  }
}
