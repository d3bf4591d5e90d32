import { completeSettings, readTimer, type Snapshot, type WidgetInstance } from '#libs/contracts';

/** Where a timer stands, for its pages; `undefined` for other widgets. `now` in ms. */
export function timerOf(
  { type, settings }: Pick<WidgetInstance, 'type' | 'settings'>,
  { totals }: Pick<Snapshot, 'totals'>,
  now: number,
): Snapshot['timer'] {
  if (type !== 'timer') return undefined;
  const reading = readTimer(completeSettings('timer', settings), totals, now);
  const running = reading.state === 'running';
  return 'endsAt' in reading ? { running, endsAt: reading.endsAt } : { running };
}
