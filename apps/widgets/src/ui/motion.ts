import { motion } from './theme.js';

let calm: MediaQueryList | undefined;
let wished: 'full' | 'reduced' = 'full';

function calmWish(): MediaQueryList {
  if (!calm) {
    calm = matchMedia('(prefers-reduced-motion: reduce)');
    calm.addEventListener('change', () => setMotion(wished));
  }
  return calm;
}

/** Fades instead of movement: the system asks for it, or the streamer. Style sheets find it as `data-motion`. */
export function setMotion(choice: 'full' | 'reduced'): void {
  wished = choice;
  document.documentElement.dataset['motion'] = reducedMotion() ? 'reduced' : 'full';
}
export function reducedMotion(): boolean {
  return wished === 'reduced' || calmWish().matches;
}

export interface Move {
  ms?: number;
  delay?: number;
  lively?: boolean;
}

/** Runs `frame` from 0 to 1 along the theme's spring. Transform and opacity only. With reduced motion it fades. */
export function enter(element: Element, frame: (progress: number) => Keyframe, move: Move = {}): void {
  const { spring, lively, steps, entryMs } = motion();
  const { ms = entryMs, delay = 0 } = move;
  const still = reducedMotion();
  const frames = still ? [{ opacity: 0 }, { opacity: 1 }] : (move.lively ? lively : spring).map((at) => frame(at));
  if (steps > 0 && !still) for (const one of frames) one['easing'] = 'steps(1, end)';
  element.animate(frames, { duration: ms, delay, fill: 'backwards', easing: 'linear' });
}

export function fadeAway(element: Element, to: Keyframe, ms = motion().exitMs): void {
  const frames = reducedMotion() ? { opacity: [1, 0] } : [{}, { opacity: 0, ...to }];
  element.animate(frames, { duration: ms, easing: easing('cubic-bezier(.5, 0, .9, .4)'), fill: 'forwards' });
}

/** The curve, or the theme's steps in its place: as many a second as its entries have. `ms` is how long it takes. */
export function easing(curve: string, ms?: number): string {
  const { steps, entryMs } = motion();
  const needed = Math.max(steps, Math.round((steps * (ms ?? entryMs)) / entryMs));
  return steps > 0 ? `steps(${needed}, end)` : curve;
}

export const GLIDE = 'cubic-bezier(.2, .9, .25, 1)';

/** Moves an element from where it was (in px) to where it is. */
export function glide(element: Element, from: { x?: number; y?: number }, ms = 420): void {
  if (reducedMotion()) return;
  const start = `translate(${(from.x ?? 0).toFixed(2)}px, ${(from.y ?? 0).toFixed(2)}px)`;
  element.animate({ transform: [start, 'none'] }, { duration: ms, easing: easing(GLIDE) });
}

export function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}

let flashesPerSecond = 2;
let lastFlash = Number.NEGATIVE_INFINITY;

export function limitFlashes(perSecond: number): void {
  flashesPerSecond = perSecond;
}

/** Whether one more bright kick or burst may be shown now. Taking it counts. */
export function mayFlash(now = performance.now()): boolean {
  if (flashesPerSecond <= 0 || reducedMotion() || now - lastFlash < 1000 / flashesPerSecond) return false;
  lastFlash = now;
  return true;
}
