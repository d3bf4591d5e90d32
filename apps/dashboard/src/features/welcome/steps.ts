export const STEPS = ['handle', 'look', 'obs'] as const;
export type StepName = (typeof STEPS)[number];

export const STEP_WORDS: Record<StepName, string> = { handle: 'Your room', look: 'Your look', obs: 'Into OBS' };

/** The step to show. Without a streamer there is only the first one, whatever the address says. */
export function stepOf(wish: string | null, hasStreamer: boolean): StepName {
  if (!hasStreamer) return 'handle';
  return STEPS.find((step) => step === wish) ?? 'look';
}
