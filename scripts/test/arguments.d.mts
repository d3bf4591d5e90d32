export function hasFileFilter(args: string[]): boolean;
export function planOf(args: string[]): { chaos: boolean; lanes: string[][] };
