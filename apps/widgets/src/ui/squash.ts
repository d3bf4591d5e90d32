import { motion } from './theme.js';

const MOST = 0.35;

/**
 * `scale()` for a moment of a spring: drawn out on the way to its place, flat where it lands too far. How much is the
 * theme's; without it the scale is even.
 */
export function squashed(scale: number, at: number, squash = motion().squash): string {
  const flat = squash * Math.min(MOST, Math.max(-MOST, at - 1));
  const [x, y] = [scale * (1 + flat), scale * (1 - flat)];
  return flat === 0 ? `scale(${scale.toFixed(4)})` : `scale(${x.toFixed(4)}, ${y.toFixed(4)})`;
}
