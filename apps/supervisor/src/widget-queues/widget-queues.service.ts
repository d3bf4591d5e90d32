import { Inject, Injectable } from '@nestjs/common';
import {
  isWidgetType,
  widgetOf,
  type AlertList,
  type ControlAccepted,
  type ControlCommandBody,
  type WidgetInstance,
} from '#libs/contracts';
import {
  alertsFor,
  alertStates,
  type AlertMarks,
  type ControlCommand,
  type EventLogReader,
  type ReadModelSource,
  type StoredAlert,
  type WidgetControls,
} from '#libs/domain';
import { READ_MODEL_SOURCE } from '#libs/persistence';
import { fromRedis } from '../http/from-redis.js';
import { ProblemError } from '../http/problem.js';
import { streamerNotFound } from '../streamers/known-id.js';
import { ALERT_MARKS, ALERTS, WIDGET_CONTROLS } from '../supervisor.tokens.js';

const UNREACHABLE = 'The queue is not to be reached at the moment';
/** As many as the log keeps. */
const STORED_ALERTS = 500;

/** A widget as a caller names it: `type` and `instance` as they came. */
export interface WidgetAddress {
  streamerId: string;
  type: string;
  instance: string | undefined;
}

/** The queues of a streamer's alert widgets: what is in them, and commands for them. */
@Injectable()
export class WidgetQueuesService {
  constructor(
    @Inject(READ_MODEL_SOURCE) private readonly models: ReadModelSource,
    @Inject(WIDGET_CONTROLS) private readonly controls: WidgetControls,
    @Inject(ALERTS) private readonly log: Pick<EventLogReader, 'snapshot'>,
    @Inject(ALERT_MARKS) private readonly marks: AlertMarks,
  ) {}

  /** Throws a problem when the streamer, the widget, the instance or the alert to replay is not there. */
  async control(address: WidgetAddress, body: Omit<ControlCommandBody, 'instance'>): Promise<ControlAccepted> {
    const widget = await this.find(address);
    return await fromRedis(UNREACHABLE, async () => {
      const command = await this.complete(address.streamerId, widget, body);
      const { seq } = await this.controls.command(address.streamerId, widget, command);
      return { seq };
    });
  }

  async alerts(address: WidgetAddress, limit: number): Promise<AlertList> {
    const widget = await this.find(address);
    return await fromRedis(UNREACHABLE, async () => {
      const [control, alerts] = await Promise.all([
        this.controls.state(address.streamerId, widget.id),
        this.stored(address.streamerId, widget),
      ]);
      const events = alerts.map(({ event }) => event);
      const ids = events.map(({ id }) => id);
      const marks = await this.marks.marksOf(address.streamerId, widget.id, ids);
      const timeLimitMs = Number(widget.settings['timeLimitSeconds'] ?? 0) * 1000;
      const states = alertStates(events, marks, { now: Date.now(), timeLimitMs });
      const items = alerts.map(({ offset, event }, index) => ({ offset, event, state: states[index]! }));
      return { items: items.toReversed().slice(0, limit), control };
    });
  }

  private async find({ streamerId, type, instance }: WidgetAddress): Promise<WidgetInstance> {
    const [model] = await this.models.load([streamerId]);
    if (model === undefined) throw streamerNotFound();
    const widget = isWidgetType(type) ? widgetOf(model, type, instance) : undefined;
    if (widget === undefined) throw new ProblemError(404, 'WIDGET.NOT_FOUND', 'There is no such widget');
    return widget;
  }

  private async complete(
    streamerId: string,
    widget: WidgetInstance,
    { action, eventId }: Omit<ControlCommandBody, 'instance'>,
  ): Promise<ControlCommand> {
    if (action === 'skip') return { action, eventId };
    if (action !== 'replay') return { action };
    const alert = (await this.stored(streamerId, widget)).find(({ event }) => event.id === eventId);
    if (alert === undefined) throw new ProblemError(404, 'ALERT.NOT_FOUND', 'This alert is not stored any more');
    return { action, item: { offset: alert.offset, event: alert.event } };
  }

  private async stored(streamerId: string, widget: WidgetInstance): Promise<StoredAlert[]> {
    const want = { types: new Set<never>(), limit: 0, alerts: STORED_ALERTS };
    return alertsFor(widget.type, (await this.log.snapshot(streamerId, want)).alerts);
  }
}
