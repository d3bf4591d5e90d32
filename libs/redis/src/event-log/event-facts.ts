import type { LiveEvent } from '#libs/contracts';
import type { AppendEntry } from '#libs/domain';

/** What the append script must know of an event, so that it need not read the event itself. */
export function factsOf({ event, streakBefore, again }: AppendEntry): string {
  const facts = collect(event, streakBefore ?? 0);
  if (facts === undefined && !again) return '';
  return JSON.stringify(again ? { ...facts, again } : facts);
}

function collect(event: LiveEvent, before: number): Record<string, unknown> | undefined {
  switch (event.type) {
    case 'gift':
      return {
        ...ranked(event.user),
        count: event.count,
        coins: event.coins,
        ...(event.streak ? { streak: event.streak.id, before, closed: event.streak.state === 'closed' } : {}),
      };
    case 'like':
      return { ...ranked(event.user), count: event.count };
    case 'viewers':
      return { current: event.current, cumulative: event.cumulative };
    case 'stream.started':
    case 'stream.ended':
      return { room: event.roomId };
    case 'source.lost':
    case 'source.restored':
      return { from: event.from };
    default:
      return undefined;
  }
}

function ranked(user: { id: string }): { user: string; profile: string } {
  return { user: user.id, profile: JSON.stringify(user) };
}
