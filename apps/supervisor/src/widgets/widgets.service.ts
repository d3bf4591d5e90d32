import { Inject, Injectable } from '@nestjs/common';
import {
  changeSettings,
  type CreateWidget,
  type DuplicateWidget,
  type UpdateWidget,
  type WidgetType,
  type WidgetView,
} from '#libs/contracts';
import {
  defaultWidget,
  fewestWidgets,
  timerRun,
  TooManyWidgetsError,
  withoutTimerRun,
  type StoredWidget,
  type WidgetControls,
  type WidgetEdit,
  type WidgetRepository,
} from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { WIDGET_REPOSITORY } from '#libs/persistence';
import { BILLING_SETTINGS, type BillingSettings } from '../billing/billing.tokens.js';
import { ProblemError } from '../http/problem.js';
import { ReadModelSync } from '../read-models/read-model-sync.js';
import { streamerNotFound } from '../streamers/known-id.js';
import { WIDGET_CONTROLS } from '../supervisor.tokens.js';
import { newWidgetId } from './widget-id.js';
import { everyKind, toView } from './widget-view.js';

/**
 * What the operator does with widgets. Each change is durable first and then published. All methods throw a problem
 * when the streamer or the widget is not there.
 */
@Injectable()
export class WidgetsService {
  constructor(
    @Inject(WIDGET_REPOSITORY) private readonly widgets: WidgetRepository,
    @Inject(WIDGET_CONTROLS) private readonly controls: WidgetControls,
    @Inject(ReadModelSync) private readonly readModels: ReadModelSync,
    @Inject(BILLING_SETTINGS) private readonly billing: BillingSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async list(streamerId: string): Promise<WidgetView[]> {
    const saved = await this.widgets.list(streamerId);
    if (saved === undefined) throw streamerNotFound();
    return everyKind(saved).map(toView);
  }

  async find(streamerId: string, widgetId: string): Promise<WidgetView> {
    return toView(await this.stored(streamerId, widgetId));
  }

  async create(streamerId: string, { type, name, settings }: CreateWidget): Promise<WidgetView> {
    return await this.save(streamerId, { type, name, settings: accepted(type, {}, settings) });
  }

  /** The copy of a timer that runs stands at its start. */
  async duplicate(streamerId: string, widgetId: string, { name }: DuplicateWidget): Promise<WidgetView> {
    const original = await this.stored(streamerId, widgetId);
    const settings = withoutTimerRun(original.settings);
    return await this.save(streamerId, { type: original.type, name: name ?? original.name, settings });
  }

  async update(streamerId: string, widgetId: string, { name, settings, rev }: UpdateWidget): Promise<WidgetView> {
    return await this.edit(streamerId, widgetId, (widget) => {
      if (rev !== undefined && rev !== widget.rev) {
        const detail = `The widget was changed meanwhile and is at revision ${widget.rev}. Read it and change it again`;
        throw new ProblemError(409, 'WIDGET.CHANGED', detail);
      }
      return {
        ...(name === undefined ? {} : { name }),
        ...(settings === undefined ? {} : { settings: accepted(widget.type, widget.settings, settings) }),
      };
    });
  }

  /** A timer that runs goes on. */
  async reset(streamerId: string, widgetId: string): Promise<WidgetView> {
    return await this.edit(streamerId, widgetId, ({ settings }) => ({ settings: timerRun(settings) }));
  }

  async remove(streamerId: string, widgetId: string): Promise<void> {
    const outcome = await this.widgets.remove(streamerId, widgetId);
    if (outcome === undefined) throw await this.notFound(streamerId);
    await this.readModels.publish(streamerId);
    if (outcome === 'reset') return;
    // What stays goes with the streamer.
    await this.controls
      .forget(streamerId, widgetId)
      .catch((err: unknown) => this.logger.debug({ err }, 'The queue of a deleted widget is still stored'));
  }

  /** Applies `edit` while nobody else can change the widget, and tells the pages. What `edit` throws is passed on. */
  async edit(streamerId: string, widgetId: string, edit: (widget: StoredWidget) => WidgetEdit): Promise<WidgetView> {
    const edited = await this.widgets.edit(streamerId, widgetId, edit);
    if (edited === undefined) throw await this.notFound(streamerId);
    await this.readModels.publish(streamerId);
    return toView(edited);
  }

  private async save(
    streamerId: string,
    widget: { type: WidgetType; name: string; settings: Record<string, unknown> },
  ): Promise<WidgetView> {
    try {
      const most = fewestWidgets(this.billing.policy);
      const created = await this.widgets.create(streamerId, { id: newWidgetId(Date.now()), ...widget }, most);
      if (created === undefined) throw streamerNotFound();
      await this.readModels.publish(streamerId);
      return toView(created);
    } catch (error) {
      if (!(error instanceof TooManyWidgetsError)) throw error;
      throw new ProblemError(409, error.code, `${error.message}. Delete one that is not used`);
    }
  }

  private async stored(streamerId: string, widgetId: string): Promise<StoredWidget> {
    const saved = await this.widgets.list(streamerId);
    const widget = saved?.find(({ id }) => id === widgetId) ?? defaultWidget(widgetId);
    if (saved === undefined || widget === undefined) throw await this.notFound(streamerId);
    return widget;
  }

  private async notFound(streamerId: string): Promise<ProblemError> {
    if ((await this.widgets.list(streamerId)) === undefined) return streamerNotFound();
    return new ProblemError(404, 'WIDGET.NOT_FOUND', 'There is no such widget');
  }
}

function accepted(
  type: WidgetType,
  stored: Record<string, unknown>,
  change: Record<string, unknown>,
): Record<string, unknown> {
  const result = changeSettings(type, stored, change);
  if (result.outcome === 'changed') return result.settings;
  const errors = result.errors.map(({ path, message }) => ({ path: path ? `settings.${path}` : 'settings', message }));
  const [{ path, message } = { path: 'settings', message: 'are not valid' }] = errors;
  throw new ProblemError(400, 'VALIDATION.FAILED', `${path} ${message}`, errors);
}
