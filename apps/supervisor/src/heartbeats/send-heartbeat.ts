const TIMEOUT_MS = 5000;

/**
 * Tells Better Stack that a part is well, or that it failed (`/fail` begins an incident at once). Answers with why it
 * did not get through, or undefined; never rejects, and never names the address: it is a secret.
 */
export async function sendHeartbeat(url: string, ok: boolean, signal?: AbortSignal): Promise<string | undefined> {
  const target = ok ? url : `${url.replace(/\/+$/, '')}/fail`;
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const answer = await fetch(target, {
      method: 'POST',
      redirect: 'error',
      signal: signal ? AbortSignal.any([timeout, signal]) : timeout,
    });
    await answer.body?.cancel();
    return answer.ok ? undefined : `answered with ${answer.status}`;
  } catch (error) {
    return reasonOf(error);
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return 'unknown';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
}
