import type { ThemeName } from '#libs/contracts';

export const THEME_WORDS: Record<ThemeName, { name: string; text: string }> = {
  glass: { name: 'Glass', text: 'Calm, goes with everything' },
  neon: { name: 'Neon', text: 'Night, games, music' },
  candy: { name: 'Candy', text: 'Warm and cute' },
  pixel: { name: 'Pixel', text: 'Retro games' },
  editorial: { name: 'Editorial', text: 'Fashion, talk, cooking' },
  arena: { name: 'Arena', text: 'Sport and battles' },
};
