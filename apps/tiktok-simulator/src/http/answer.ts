import type { ServerResponse } from 'node:http';

/** What a route says; `hang` never answers, `drop` cuts the connection. */
export type Answer =
  { status: number; headers?: Record<string, string>; body: string | Buffer } | { action: 'hang' } | { action: 'drop' };

export const json = (status: number, value: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(value),
});

export const html = (status: number, body: string, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
  body,
});

export const svg = (body: string): Answer => ({
  status: 200,
  headers: {
    'content-type': 'image/svg+xml; charset=utf-8',
    'cache-control': 'public, max-age=86400',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    'x-content-type-options': 'nosniff',
  },
  body,
});

export const HANG: Answer = { action: 'hang' };
export const DROP: Answer = { action: 'drop' };

export function write(response: ServerResponse, answer: Answer): void {
  if ('action' in answer) {
    if (answer.action === 'drop') response.socket?.destroy();
    return;
  }
  const body = Buffer.isBuffer(answer.body) ? answer.body : Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length });
  response.end(body);
}
