import type { Plan } from './environment.mjs';

export function summary(options: {
  plan: Plan;
  shared: Record<string, string | undefined>;
  generated: string[];
  seconds: string;
  source?: string | undefined;
  bold?: (text: string) => string;
}): string;
