export function hasFileFilter(args: string[]): boolean;
