import type { IncomingMessage } from 'node:http';
import { ControlError } from './control-error.js';

const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** The request body as JSON; nothing sent counts as an empty object. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES)
      throw new ControlError(413, 'the body is larger than 32 MiB; replay from a file instead');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ControlError(400, 'the body is not valid JSON');
  }
}
