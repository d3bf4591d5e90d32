import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Client } from './login-sessions.js';

interface ClientRequest {
  ip: string;
  headers: Record<string, string | undefined>;
}

/** The browser at the other end. */
export const CurrentClient = createParamDecorator((_: unknown, context: ExecutionContext): Client => {
  const { ip: address, headers } = context.switchToHttp().getRequest<ClientRequest>();
  return { address, userAgent: headers['user-agent'], cookie: headers['cookie'] };
});

/** The part of a reply that sets cookies. */
export interface CookieReply {
  header(name: string, value: string | string[]): unknown;
}
