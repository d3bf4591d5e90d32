import type { Readiness } from '#libs/contracts';

/** Resolves when the dependency can be used; rejects otherwise. */
export type ReadinessCheck = () => Promise<void>;
export type ReadinessChecks = Record<string, ReadinessCheck>;

/** Why a part of a process that has just begun is not there yet: nothing that anybody has to look after. */
export class NotYetError extends Error {
  override readonly name = 'NotYetError';
}

/** A check of what has to happen once after the start. `why`: what the process waits for until then. */
export function onceThere(happened: () => boolean, why: string): ReadinessCheck {
  return async () => {
    if (!happened()) throw new NotYetError(why);
  };
}

async function withinTime(check: ReadinessCheck, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([check(), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Runs every check at once, each bounded by `timeoutMs`. The answer names dependencies and says up or down, no more;
 * causes go to `onFailure`.
 */
export async function readinessOf(
  checks: ReadinessChecks,
  timeoutMs: number,
  onFailure: (dependency: string, cause: unknown) => void = () => undefined,
): Promise<Readiness> {
  const entries = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      try {
        await withinTime(check, timeoutMs);
        return [name, { status: 'up' as const }] as const;
      } catch (cause) {
        onFailure(name, cause);
        return [name, { status: 'down' as const }] as const;
      }
    }),
  );
  const ok = entries.every(([, state]) => state.status === 'up');
  return { status: ok ? 'ok' : 'unavailable', dependencies: Object.fromEntries(entries) };
}
