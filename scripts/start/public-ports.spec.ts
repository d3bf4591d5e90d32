import { createServer, type AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { ensurePortsFree, publicPorts, takenMessage } from './public-ports.mjs';

it('takes the documented ports unless others are set', () => {
  expect(publicPorts({})).toEqual({ SUPERVISOR_PORT: 3000, GATEWAY_PORT: 3001, WORKER_PORT: 3002 });
  expect(publicPorts({ GATEWAY_PORT: '4001', WORKER_PORT: '0' })).toMatchObject({ GATEWAY_PORT: 4001, WORKER_PORT: 0 });
});

it.each(['abc', '70000', '-1', '0', '80.5'])('names the key when a port is "%s"', (text) => {
  expect(() => publicPorts({ SUPERVISOR_PORT: text })).toThrow('SUPERVISOR_PORT must be a port number');
});

it('refuses one port for two processes', () => {
  expect(() => publicPorts({ GATEWAY_PORT: '3000' })).toThrow('SUPERVISOR_PORT and GATEWAY_PORT are both 3000');
});

it('names the variable to change when a port is taken', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    await expect(ensurePortsFree({ GATEWAY_PORT: port })).rejects.toThrow(
      `Port ${port} is in use. Set GATEWAY_PORT to a free port.`,
    );
  } finally {
    server.close();
  }
});

it('gives a line that can be copied', () => {
  expect(takenMessage([['GATEWAY_PORT', 3001]])).toContain('GATEWAY_PORT=3101 npm start');
});
