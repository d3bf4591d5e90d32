/** How much of the scene an alert takes, by what it is worth. */
export type Scale = 'chip' | 'card' | 'scene';

const CARD_FROM = 1000;
/** TikTok's largest gifts start here: a lion is 29,999. */
const SCENE_FROM = 29_999;

export function scaleOf(coins: number): Scale {
  if (coins >= SCENE_FROM) return 'scene';
  return coins >= CARD_FROM ? 'card' : 'chip';
}
