export const usage: string;
export function parseFlags(
  args: string[],
  env?: Record<string, string | undefined>,
): { help: boolean; handle?: string };
