export function isNewEnough(version: string): boolean;
export function resolveNode(): { path: string; version: string };
