import type { AlertList, ControlCommandBody } from '#libs/contracts';

/** What a queue will be once a command got through. */
export function afterCommand(list: AlertList, { action, eventId }: ControlCommandBody): AlertList {
  const { control, items } = list;
  const set = (part: Partial<AlertList['control']>): AlertList => ({ ...list, control: { ...control, ...part } });
  switch (action) {
    case 'pause':
      return set({ paused: true });
    case 'resume':
      return set({ paused: false });
    case 'mute':
      return set({ muted: true });
    case 'unmute':
      return set({ muted: false });
    case 'clear':
      return { ...list, items: items.map((item) => (isOpen(item) ? { ...item, state: 'skipped' } : item)) };
    case 'skip': {
      const target = eventId ?? items.find(({ state }) => state === 'started')?.event.id;
      const skipped = items.map((item) =>
        item.event.id === target && isOpen(item) ? { ...item, state: 'skipped' as const } : item,
      );
      return { ...list, items: skipped };
    }
    default:
      return list;
  }
}

const isOpen = ({ state }: AlertList['items'][number]): boolean => state === 'queued' || state === 'started';

/** Alerts that wait and the one on screen. */
export function openAlerts({ items }: AlertList): { waiting: number; onScreen: boolean } {
  return {
    waiting: items.filter(({ state }) => state === 'queued').length,
    onScreen: items.some(({ state }) => state === 'started'),
  };
}
