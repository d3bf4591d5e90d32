import { ProblemError } from './problem.js';

/** Answers 503 with `detail` when what Redis is needed for fails. */
export async function fromRedis<T>(detail: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    const problem = new ProblemError(503, 'SERVICE.UNAVAILABLE', detail, undefined, { 'retry-after': '5' });
    problem.cause = error;
    throw problem;
  }
}
