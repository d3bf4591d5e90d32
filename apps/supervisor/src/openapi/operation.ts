import type { z } from 'zod';

export type Method = 'get' | 'post' | 'patch' | 'delete';
/** Who may call: anybody, or the holder of a token. */
export type Security = 'none' | 'operator' | 'health';

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
  pathParameters?: Record<string, z.ZodType>;
  query?: z.ZodObject;
  /** A zod schema, or the media type of a body that is no JSON. */
  body?: z.ZodType | string;
  answers: Record<number, Answer>;
  /** Statuses that come with a problem document. */
  problems?: readonly number[];
}
