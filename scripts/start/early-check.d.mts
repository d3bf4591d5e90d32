export const schemaFiles: readonly string[];
export function knownKeys(schemaText: string): Set<string>;
export function checkKeys(env: Record<string, string | undefined>, known: ReadonlySet<string>): void;
export function earlyCheck(env: Record<string, string | undefined>): void;
