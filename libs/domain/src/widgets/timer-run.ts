import {
  completeSettings,
  pauseTimer,
  resetTimer,
  resumeTimer,
  startTimer,
  timerSettingsSchema,
  type Counts,
  type TimerCommand,
} from '#libs/contracts';

const RUN = ['startedAt', 'pausedAt', 'pausedMs', 'baseline'] as const;

/** The overrides that say since when a timer runs. Its buttons write them; they are no settings that one would copy. */
export function timerRun(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(RUN.filter((name) => Object.hasOwn(settings, name)).map((name) => [name, settings[name]]));
}

/** All others. */
export function withoutTimerRun(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !(RUN as readonly string[]).includes(name)));
}

/**
 * What a button of the timer changes in its settings. `allTime`: the totals as they are, needed to start. `undefined`
 * when a timer that was started is to start: a second press must not take away what viewers gave.
 */
export function pressTimer(
  settings: Readonly<Record<string, unknown>>,
  action: TimerCommand['action'],
  at: { now: number; allTime: Counts },
): Record<string, unknown> | undefined {
  const rules = completeSettings('timer', { ...settings });
  const run = timerSettingsSchema
    .pick({ startedAt: true, pausedAt: true, pausedMs: true, baseline: true })
    .parse(rules);
  if (action === 'pause') return { ...pauseTimer(run, at.now) };
  if (action === 'resume') return { ...resumeTimer(run, at.now) };
  if (action === 'reset') return { ...resetTimer() };
  if (run.startedAt) return undefined;
  return { ...startTimer(rules, { session: at.allTime, today: at.allTime, allTime: at.allTime }, at.now) };
}
