import { Inject, Injectable } from '@nestjs/common';
import { completeSettings, type TimerCommand, type WidgetView } from '#libs/contracts';
import { pressTimer } from '#libs/domain';
import { ProblemError } from '../http/problem.js';
import { PresentTotals } from '../read-models/present-totals.js';
import { WidgetsService } from './widgets.service.js';

const noTimer = () => new ProblemError(409, 'WIDGET.NO_TIMER', 'This widget is not a timer');

/** The buttons of a timer. What they write is durable, so a timer runs on whatever stops. */
@Injectable()
export class TimerService {
  constructor(
    @Inject(WidgetsService) private readonly widgets: WidgetsService,
    @Inject(PresentTotals) private readonly totals: PresentTotals,
  ) {}

  /** Throws a problem when there is no such timer, when it was started already or when totals cannot be read. */
  async press(streamerId: string, widgetId: string, action: TimerCommand['action']): Promise<WidgetView> {
    const { type, settings } = await this.widgets.find(streamerId, widgetId);
    if (type !== 'timer') throw noTimer();
    const { period } = completeSettings('timer', settings);
    // Of a stream everything counts, so nothing has to be known to start.
    const needsTotals = action === 'start' && period === 'all-time';
    const allTime = needsTotals ? await this.totals.of(streamerId) : NOTHING;
    return await this.widgets.edit(streamerId, widgetId, (widget) => {
      if (widget.type !== 'timer') throw noTimer();
      if (completeSettings('timer', widget.settings).period !== period) {
        throw new ProblemError(409, 'WIDGET.CHANGED', 'The timer was changed meanwhile. Try again');
      }
      const run = pressTimer(widget.settings, action, { now: Date.now(), allTime });
      if (run) return { settings: { ...widget.settings, ...run } };
      throw new ProblemError(409, 'TIMER.STARTED', 'The timer was started already. Reset it to start anew');
    });
  }
}

const NOTHING = { coins: 0, gifts: 0, likes: 0, follows: 0, shares: 0, subscribes: 0 };
