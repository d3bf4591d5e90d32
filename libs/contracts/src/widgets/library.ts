/** Sounds that belong together; each theme has a family of its own. */
export const SOUND_FAMILIES = ['glass', 'synth', 'pop', 'chip', 'chamber', 'stadium'] as const;

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
export const LIBRARY_SOUNDS: readonly string[] = SOUND_FAMILIES.flatMap((family) =>
  SOUND_MOMENTS.map((moment) => `${family}-${moment}`),
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
