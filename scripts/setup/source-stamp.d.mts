export function sourceStamp(base: string, paths: string[], skipped?: string[]): string;
export function filesBelow(base: string, path: string, skipped?: Set<string>): Generator<string>;
