import { streamerIdSchema } from '#libs/contracts';
import { ProblemError } from '../http/problem.js';

export function brokerNotFound(): ProblemError {
  return new ProblemError(404, 'BROKER.NOT_FOUND', 'There is no such broker');
}

/** The id as it is stored. One that is no UUID names nobody. */
export function knownBroker(id: string): string {
  const parsed = streamerIdSchema.safeParse(id);
  if (!parsed.success) throw brokerNotFound();
  return parsed.data.toLowerCase();
}
