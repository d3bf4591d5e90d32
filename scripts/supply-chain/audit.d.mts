export function verdictOf(
  output: string,
  names: ReadonlySet<string>,
): { outcome: 'clean' | 'holes' | 'unknown'; text: string };
