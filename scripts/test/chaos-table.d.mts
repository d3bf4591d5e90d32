export function chaosTable(lines: string): string;
