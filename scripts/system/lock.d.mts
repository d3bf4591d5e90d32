import type { ProcessIdentity } from './processes.mjs';

export type Lock =
  | { held: true; release(): void; update(details: object): void }
  | { held: false; holder: ProcessIdentity & Record<string, unknown> };
export function acquireLock(path: string, details?: object): Lock;
export function withLock<T>(
  path: string,
  work: () => Promise<T> | T,
  options?: { waitMs?: number; onWait?: (holder: ProcessIdentity) => void; signal?: AbortSignal },
): Promise<T>;
