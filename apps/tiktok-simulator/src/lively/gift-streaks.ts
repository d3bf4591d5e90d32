import type { EventSpec, UserSpec } from '../messages/event-spec.js';
import type { CatalogGift } from './gift-catalog.js';
import type { Random } from './random.js';
import type { Schedule } from './schedule.js';

/** How streaks end; switched by failures. */
export type StreakEnding = 'as-usual' | 'never' | 'twice';

export interface StreakSetting {
  user: UserSpec;
  gift: CatalogGift;
  hits: number;
  at: number;
}

export interface StreakContext {
  random: Random;
  schedule: Schedule;
  emit: (event: EventSpec) => void;
  nextGroupId: () => string;
  ending: () => StreakEnding;
}

const NEVER_ENDING_SHARE = 0.2;

/** Plays one streak: growing counts, then an end frame 3.2 to 3.6 s after the last hit, for four of five. */
export function playStreak(context: StreakContext, { user, gift, hits, at }: StreakSetting): void {
  const { random, schedule, emit } = context;
  const groupId = context.nextGroupId();
  const frame = (repeatCount: number, repeatEnd: boolean): EventSpec => ({
    type: 'gift',
    user,
    gift,
    groupId,
    repeatCount,
    repeatEnd,
  });
  let time = at;
  let count = 0;
  while (count < hits) {
    // Fast fingers: the server often folds two or three taps into one message.
    count = Math.min(hits, count + random.int(1, 3));
    const repeatCount = count;
    schedule.add(time, () => emit(frame(repeatCount, false)));
    if (count < hits) time += random.between(250, 700);
  }
  const ends = !random.chance(NEVER_ENDING_SHARE);
  schedule.add(time + random.between(3_200, 3_600), () => {
    const ending = context.ending();
    if (ending === 'never' || (ending === 'as-usual' && !ends)) return;
    emit(frame(hits, true));
    if (ending === 'twice') emit(frame(hits, true));
  });
}
