import { THEMES } from './look-options.js';

/** Moments that have a sound; of gifts by how much of the scene they take. */
export const SOUND_MOMENTS = [
  'gift',
  'gift-card',
  'gift-scene',
  'follow',
  'like',
  'subscribe',
  'share',
  'goal',
] as const;

/** Sounds that come with the product; settings name them `library:NAME`. */
export const LIBRARY_SOUNDS: readonly string[] = THEMES.flatMap((theme) =>
  SOUND_MOMENTS.map((moment) => `${theme}-${moment}`),
);

/** Pictures that come with the product; settings name them `library:NAME`. */
export const LIBRARY_PICTURES = [
  'balloon',
  'confetti',
  'crown',
  'diamond',
  'flame',
  'gift',
  'heart',
  'lightning',
  'note',
  'rocket',
  'sparkles',
  'star',
  'trophy',
] as const;
