import { z } from 'zod';
import { countsSchema } from '../snapshot.js';
import { choice, decimal, type FieldText, flag, whole, words } from './fields.js';
import { commonLook, position } from './look.js';

const timer = (title: string, description: string, unit?: string): FieldText => ({
  title,
  description,
  group: 'Timer',
  ...(unit ? { unit } : {}),
});
const added = (value: number, what: string) =>
  decimal(value, [0, 3600], timer(`Per ${what}`, `Time that one ${what} adds; 0 adds none`, 's'));

/** What starting, pausing and resuming write. Milliseconds since 1970, 0 for never. */
const hidden = (title: string, description: string) => ({
  ...timer(title, description, 'ms'),
  format: 'hidden' as const,
});
const moment = z.int().nonnegative().max(8.64e15).default(0);

export const timerSettingsSchema = z.object({
  ...commonLook,
  position: position('top-center'),
  title: words('', 60, { title: 'Title', description: 'Words over the time; may be empty', group: 'Content' }),
  endText: words("Time's up", 60, { title: 'At the end', description: 'Words in place of the time', group: 'Content' }),
  showAdded: flag(true, { title: 'Added time', description: 'Show what each gift or follow added', group: 'Content' }),
  period: choice(
    ['all-time', 'session'],
    'all-time',
    timer('Counts', 'What was given since the start of the timer, or what was given in this stream'),
  ),
  initialSeconds: whole(3600, [0, 31 * 86_400], timer('Starts with', 'Time on the clock at the start', 's')),
  secondsPerCoin: added(0.5, 'coin'),
  secondsPerGift: added(0, 'gift'),
  secondsPerFollow: added(10, 'follow'),
  secondsPerSubscribe: added(300, 'subscription'),
  secondsPerShare: added(0, 'share'),
  secondsPerLike: added(0, 'like'),
  maximumAddedSeconds: whole(
    0,
    [0, 31 * 86_400],
    timer('Add at most', 'All added time together; 0 sets no limit', 's'),
  ),
  startedAt: moment.meta(hidden('Started', 'When the timer was started; 0: not yet')),
  pausedAt: moment.meta(hidden('Paused', 'Since when it stands still; 0: it runs')),
  pausedMs: moment.meta(hidden('Paused before', 'How long it stood still before')),
  baseline: countsSchema
    .partial()
    .default({})
    .meta({ ...hidden('Baseline', 'What had been given when the timer was started'), unit: '' }),
});
export type TimerSettings = z.infer<typeof timerSettingsSchema>;
