import { EXIT_MS } from '../runtime/alert-queue.js';
import { LIVELY, enter, fadeAway, reducedMotion } from '../ui/motion.js';
import type { GiftCard } from './gift-card.js';

const ENTRY_MS = 480;

/** The plate lands first, the picture jumps on it, words and amount follow. All within half a second. */
export function playEntry(card: GiftCard): void {
  const rise = card.scale === 'scene' ? 14 : 30;
  enter(
    card.plate,
    (at) => ({
      opacity: clamp(at * 2.4),
      transform: `translateY(${((1 - at) * rise).toFixed(2)}%) scale(${(0.9 + at * 0.1).toFixed(4)})`,
    }),
    { ms: ENTRY_MS - 60 },
  );
  if (card.hero) {
    enter(
      card.hero,
      (at) => ({
        opacity: clamp(at * 3),
        transform: `translateY(${((1 - at) * 22).toFixed(2)}%) scale(${(0.4 + at * 0.6).toFixed(4)}) rotate(${((1 - at) * -14).toFixed(2)}deg)`,
      }),
      { ms: ENTRY_MS, spring: LIVELY, delay: 20 },
    );
  }
  slideUp(card.who, 70);
  slideUp(card.sum, 110);
  sweep(card);
}

/** One band of light over the glass, for gifts that are worth it. */
function sweep(card: GiftCard): void {
  if (reducedMotion() || card.scale === 'chip') return;
  const path = { transform: ['translateX(-120%) skewX(-12deg)', 'translateX(420%) skewX(-12deg)'] };
  card.sheen.animate(path, { duration: 900, delay: 380, easing: 'cubic-bezier(.3, .1, .3, 1)' });
}

/** A quick kick on each step of a streak. */
export function playStep(card: GiftCard): void {
  if (reducedMotion()) return;
  const kick = { duration: 360, easing: 'cubic-bezier(.2, .8, .3, 1)' };
  card.hero?.animate({ transform: ['none', 'scale(1.09) rotate(2.5deg)', 'none'], offset: [0, 0.28, 1] }, kick);
  card.sum.animate({ transform: ['none', 'scale(1.06)', 'none'], offset: [0, 0.25, 1] }, kick);
}

export function playExit(card: GiftCard): void {
  const to = card.scale === 'scene' ? 'scale(.94)' : `translateY(${card.scale === 'chip' ? 22 : 14}%) scale(.96)`;
  fadeAway(card.root, { transform: to }, EXIT_MS);
  if (card.scrim) fadeAway(card.scrim, {}, EXIT_MS);
}

function slideUp(element: Element, delay: number): void {
  enter(element, (at) => ({ opacity: clamp(at * 1.6), transform: `translateY(${((1 - at) * 38).toFixed(2)}%)` }), {
    ms: ENTRY_MS - delay,
    delay,
  });
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
