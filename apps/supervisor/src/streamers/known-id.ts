import { streamerIdSchema } from '#libs/contracts';
import { ProblemError } from '../http/problem.js';

export function streamerNotFound(): ProblemError {
  return new ProblemError(404, 'STREAMER.NOT_FOUND', 'There is no such streamer');
}

/** The id as it is stored. One that is no UUID names nobody. */
export function knownId(id: string): string {
  const parsed = streamerIdSchema.safeParse(id);
  if (!parsed.success) throw streamerNotFound();
  return parsed.data.toLowerCase();
}
