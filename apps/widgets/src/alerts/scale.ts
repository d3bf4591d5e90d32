import { type Alert, totalCoins } from '../runtime/alert.js';

/** How much of the scene an alert takes, by what it is worth. */
export type Scale = 'chip' | 'card' | 'scene';

export interface ScaleRules {
  cardFromCoins: number;
  /** TikTok's largest gifts: a lion is 29,999. */
  sceneFromCoins: number;
}

export function scaleOf(alert: Alert, rules: ScaleRules, wish: Scale | 'auto' = 'auto'): Scale {
  if (wish !== 'auto') return wish;
  if (alert.kinds.has('subscribe')) return 'card';
  const coins = totalCoins(alert);
  if (coins >= rules.sceneFromCoins && coins > 0) return 'scene';
  return coins >= rules.cardFromCoins && coins > 0 ? 'card' : 'chip';
}
