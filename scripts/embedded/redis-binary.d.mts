import type { RedisBinary } from './redis.mjs';

interface Progress {
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
}
export function ensureRedisBinary(options: { progress: Progress; signal?: AbortSignal }): Promise<RedisBinary>;
export function isUsableVersion(text: string): boolean;
