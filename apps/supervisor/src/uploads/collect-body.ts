import { ProblemError } from '../http/problem.js';

/**
 * Reads a body piece by piece. Rejects with 413 as soon as it is longer than `maxBytes`, or says so in `length`, and
 * with 400 when its sender is gone before its end.
 */
export async function collectBody(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
  length: number | undefined,
): Promise<Uint8Array> {
  if (length !== undefined && length > maxBytes) throw tooLarge(maxBytes);
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const piece of body) {
      size += piece.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      pieces.push(piece);
    }
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw new ProblemError(400, 'UPLOAD.INCOMPLETE', 'The file did not arrive whole. Try again');
  }
  return Buffer.concat(pieces);
}

function tooLarge(maxBytes: number): ProblemError {
  const megabytes = Math.round((maxBytes / 1024 / 1024) * 10) / 10;
  const detail = `A file may have ${megabytes} MB at most: make it smaller and try again`;
  // What is still on its way is not read any more.
  return new ProblemError(413, 'UPLOAD.TOO_LARGE', detail, undefined, { connection: 'close' });
}
