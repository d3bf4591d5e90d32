import { clamp, easing, enter, fadeAway, mayFlash, reducedMotion } from '../ui/motion.js';
import { squashed } from '../ui/squash.js';
import { type EntryName, type ExitName, motion } from '../ui/theme.js';
import type { AlertCard } from './alert-card.js';

/** The plate lands first, the picture jumps on it, words and amount follow. All within half a second. */
export function playEntry(card: AlertCard): void {
  const { entry: wish } = card.presentation;
  const { entry: own, entryMs, travel, tilt } = motion();
  const entry = wish === 'theme' ? own : wish;
  const plate = plateFrame(entry, (card.scale === 'scene' ? 0.5 : 1) * travel, sideOf());
  enter(card.plate, plate, { ms: entryMs - 60 });
  if (card.hero) {
    enter(card.hero, heroFrame(entry, travel, tilt, sideOf()), { ms: entryMs, lively: true, delay: 20 });
  }
  const words = wordsFrame(entry, travel, sideOf());
  enter(card.who, words, { ms: entryMs - 70, delay: 70 });
  enter(card.sum, words, { ms: entryMs - 110, delay: 110 });
  sweep(card);
}

/** -1 where the widget stands on the left, 1 on the right: things come from the nearer side. */
function sideOf(): number {
  return /right/.test(document.documentElement.dataset['position'] ?? '') ? 1 : -1;
}

type Frame = (at: number) => Keyframe;
const pc = (value: number): string => `${value.toFixed(2)}%`;

function plateFrame(entry: EntryName, travel: number, side: number): Frame {
  const shown = (at: number): number => clamp(at * 2.4);
  switch (entry) {
    case 'rise':
    case 'drop': {
      const from = entry === 'rise' ? 30 : -55;
      return (at) => ({
        opacity: shown(at),
        transform: `translateY(${pc((1 - at) * from * travel)}) ${squashed(0.9 + at * 0.1, at)}`,
      });
    }
    case 'slide':
      return (at) => ({ opacity: shown(at), transform: `translateX(${pc((1 - at) * 45 * travel * side)})` });
    case 'pop':
      return (at) => ({ opacity: shown(at), transform: squashed(0.55 + at * 0.45, at) });
    case 'wipe':
      return (at) => ({ opacity: 1, transform: `scaleX(${Math.max(0, at).toFixed(4)})` });
    case 'fade':
      return (at) => ({ opacity: clamp(at) });
    default:
      return entry satisfies never;
  }
}

function heroFrame(entry: EntryName, travel: number, tilt: number, side: number): Frame {
  if (entry === 'fade') return (at) => ({ opacity: clamp(at) });
  const aside = entry === 'slide' || entry === 'wipe' ? 40 * side : 0;
  const up = entry === 'drop' ? -40 : entry === 'rise' ? 22 : 0;
  return (at) => ({
    opacity: clamp(at * 3),
    transform:
      `translate(${pc((1 - at) * aside * travel)}, ${pc((1 - at) * up * travel)}) ` +
      `${squashed(0.4 + at * 0.6, at)} rotate(${((1 - at) * -14 * tilt).toFixed(2)}deg)`,
  });
}

function wordsFrame(entry: EntryName, travel: number, side: number): Frame {
  if (entry === 'fade') return (at) => ({ opacity: clamp(at) });
  if (entry === 'slide' || entry === 'wipe') {
    return (at) => ({ opacity: clamp(at * 1.6), transform: `translateX(${pc((1 - at) * 12 * travel * side)})` });
  }
  const from = entry === 'drop' ? -38 : 38;
  return (at) => ({ opacity: clamp(at * 1.6), transform: `translateY(${pc((1 - at) * from * travel)})` });
}

/** One band of light over the plate, for alerts that are worth it. */
function sweep(card: AlertCard): void {
  if (card.scale === 'chip' || !mayFlash()) return;
  const path = { transform: ['translateX(-120%) skewX(-12deg)', 'translateX(420%) skewX(-12deg)'] };
  card.sheen.animate(path, { duration: 900, delay: 380, easing: easing('cubic-bezier(.3, .1, .3, 1)') });
}

/** A quick kick on each step of a streak. */
export function playStep(card: AlertCard): void {
  if (reducedMotion() || !mayFlash()) return;
  const kick = { duration: 360, easing: easing('cubic-bezier(.2, .8, .3, 1)') };
  const turn = 2.5 * motion().tilt;
  card.hero?.animate(
    { transform: ['none', `${squashed(1.09, 1.2)} rotate(${turn}deg)`, 'none'], offset: [0, 0.28, 1] },
    kick,
  );
  card.sum.animate({ transform: ['none', 'scale(1.06)', 'none'], offset: [0, 0.25, 1] }, kick);
}

export function playExit(card: AlertCard): void {
  const { exit: wish } = card.presentation;
  const exit = wish === 'theme' ? motion().exit : wish;
  fadeAway(card.root, { transform: exitTransform(exit, card.scale === 'scene', sideOf()) });
  if (card.scrim) fadeAway(card.scrim, {});
}

function exitTransform(exit: ExitName, large: boolean, side: number): string {
  const { travel } = motion();
  switch (exit) {
    case 'sink':
      return large ? 'scale(.94)' : `translateY(${pc(18 * travel)}) scale(.96)`;
    case 'lift':
      return `translateY(${pc(-18 * travel)}) scale(.98)`;
    case 'slide':
      return `translateX(${pc(40 * travel * side)})`;
    case 'shrink':
      return 'scale(.6)';
    case 'wipe':
      return `translateX(${pc(14 * travel * side)}) scaleX(.4)`;
    case 'fade':
      return 'none';
    default:
      return exit satisfies never;
  }
}
