import type { z } from 'zod';
import type { TokenScope } from '#libs/contracts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
/**
 * Who may call. `none`: anybody. `health`: the holder of HEALTH_TOKEN. `session`: a signed-in browser, no token.
 * `account`: whoever is signed in or holds an API token with the scope. `streamer`: the account that the streamer in
 * the path belongs to, and admins. `admin`: accounts with that role, and the holder of OPERATOR_TOKEN.
 */
export type Security = 'none' | 'health' | 'session' | 'account' | 'streamer' | 'admin';

export interface Answer {
  description: string;
  /** A zod schema, or the media type of a body that is no JSON. */
  body?: z.ZodType | string;
}

/** One route, as callers need to know it. */
export interface Operation {
  method: Method;
  /** With parameters as `{name}`. */
  path: string;
  operationId: string;
  tag: string;
  summary: string;
  security: Security;
  /** What an API token must hold; without it `read` for GET and `write` for the rest. */
  scope?: TokenScope;
  /** Also for accounts that are suspended or whose address is not confirmed. */
  standing?: 'any';
  pathParameters?: Record<string, z.ZodType>;
  query?: z.ZodObject;
  /** A zod schema, or the media type of a body that is no JSON. */
  body?: z.ZodType | string;
  answers: Record<number, Answer>;
  /** Statuses that come with a problem document, beside those that follow from the rest (`problemsOf`). */
  problems?: readonly number[];
}
