/** Ends a timer; calling it twice is harmless. */
export type Cancel = () => void;

/** Time as the pure modules see it, so that specs can drive it. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  after(ms: number, run: () => void): Cancel;
}

/** `setTimeout` alone: animation frames stop while OBS hides the source. */
export const browserClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const handle = setTimeout(run, ms);
    return () => clearTimeout(handle);
  },
};
