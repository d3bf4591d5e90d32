import type { Plan } from './environment.mjs';

export function summary(options: {
  plan: Plan;
  shared: Record<string, string | undefined>;
  generated: string[];
  seconds: string;
  bold?: (text: string) => string;
}): string;
