import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { freePort, isPortFree, preferredPort, untilPortFree } from './ports.mjs';

async function listening(port: number) {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { [Symbol.dispose]: () => void server.close() };
}

it('gives a free port that no outgoing connection takes', async () => {
  const port = await freePort();
  expect(port).toBeLessThan(32_768);
  expect(await isPortFree(port)).toBe(true);
});

it('takes the remembered port unless somebody else has it', async () => {
  const port = await freePort();
  expect(await preferredPort(port)).toBe(port);
  using _server = await listening(port);
  expect(await preferredPort(port)).not.toBe(port);
  expect(await preferredPort(Number(undefined))).toBeGreaterThan(0);
});

it('waits for a port that is just being given back, but not for ever', async () => {
  const port = await freePort();
  const server = await listening(port);
  await expect(untilPortFree(port, 60)).rejects.toThrow(`Port ${port} is in use`);
  setTimeout(() => server[Symbol.dispose](), 80);
  expect(await untilPortFree(port)).toBe(port);
});
