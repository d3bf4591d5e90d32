const calm = matchMedia('(prefers-reduced-motion: reduce)');

export function reducedMotion(): boolean {
  return calm.matches;
}

/** A damped spring from 0 to 1, sampled evenly over its whole run; passes 1 a little and comes back. */
export function springSamples(damping: number, samples = 24): number[] {
  const speed = 6.2 / damping;
  const wave = speed * Math.sqrt(1 - damping * damping);
  return Array.from({ length: samples + 1 }, (_, index) => {
    if (index === samples) return 1;
    const t = index / samples;
    return 1 - Math.exp(-damping * speed * t) * (Math.cos(wave * t) + ((damping * speed) / wave) * Math.sin(wave * t));
  });
}

export const SOFT = springSamples(0.72);
export const LIVELY = springSamples(0.5);

export interface Move {
  ms: number;
  delay?: number;
  spring?: readonly number[];
}

/** Runs `frame` from 0 to 1 along a spring. Transform and opacity only. With reduced motion it fades. */
export function enter(element: Element, frame: (progress: number) => Keyframe, move: Move): void {
  const { ms, delay = 0, spring = SOFT } = move;
  const frames = reducedMotion() ? [{ opacity: 0 }, { opacity: 1 }] : spring.map((progress) => frame(progress));
  element.animate(frames, { duration: ms, delay, fill: 'backwards', easing: 'linear' });
}

export function fadeAway(element: Element, to: Keyframe, ms: number): void {
  const frames = reducedMotion() ? { opacity: [1, 0] } : [{}, { opacity: 0, ...to }];
  element.animate(frames, { duration: ms, easing: 'cubic-bezier(.5, 0, .9, .4)', fill: 'forwards' });
}
