import createClient from 'openapi-fetch';
import type { paths } from './generated/schema.js';
import { errorOf, unreachable } from './problem.js';

/** Asks the public API, with types made from its OpenAPI document. The session cookie goes along by itself. */
export const api = createClient<paths>({ baseUrl: window.location.origin, credentials: 'same-origin' });

/** What the client gives back for one request. */
interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a good answer. Throws an `ApiError` for every other one. */
export async function take<T>(request: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await request;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable(error);
  }
  if (!answer.response.ok) {
    throw errorOf(answer.response.status, answer.error, answer.response.headers.get('retry-after'));
  }
  return answer.data as T;
}
