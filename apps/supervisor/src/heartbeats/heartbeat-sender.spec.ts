import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { createLogger, Metrics } from '#libs/observability';
import type { SupervisorSettings } from '../supervisor.tokens.js';
import { HeartbeatSender } from './heartbeat-sender.js';

it('tells of a failure that came while an earlier heartbeat was on its way', async () => {
  const paths: string[] = [];
  const open: ServerResponse[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url!);
    open.push(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/beat`;
  const sender = new HeartbeatSender(
    { heartbeats: { urls: { stripe: url }, intervalMs: 60_000 } } as unknown as SupervisorSettings,
    createLogger({ role: 'supervisor', destination: { write: () => undefined } }),
    new Metrics({ role: 'supervisor' }),
  );
  try {
    sender.now('stripe', true);
    await expect.poll(() => paths, { timeout: 10_000 }).toEqual(['/beat']);
    sender.now('stripe', true);
    sender.now('stripe', false);
    open[0]!.end();
    await expect.poll(() => paths, { timeout: 10_000 }).toEqual(['/beat', '/beat/fail']);
  } finally {
    sender.stop();
    server.closeAllConnections();
    server.close();
  }
});

it('sends a single word again that was lost on the way, once it gets through no more', async () => {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url!);
    response.writeHead(paths.length < 3 ? 502 : 200).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/beat`;
  const sender = new HeartbeatSender(
    { heartbeats: { urls: { stripe: url }, intervalMs: 30 } } as unknown as SupervisorSettings,
    createLogger({ role: 'supervisor', destination: { write: () => undefined } }),
    new Metrics({ role: 'supervisor' }),
  );
  try {
    sender.now('stripe', false);
    await expect.poll(() => paths.length, { timeout: 10_000 }).toBe(3);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(paths).toEqual(['/beat/fail', '/beat/fail', '/beat/fail']);
  } finally {
    sender.stop();
    server.closeAllConnections();
    server.close();
  }
});
