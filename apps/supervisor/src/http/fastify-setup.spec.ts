import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { createFastifyAdapter } from './fastify-setup.js';

it('closes although somebody keeps a connection over which nothing was asked, or half a request', async () => {
  const adapter = createFastifyAdapter([], 100);
  const server = adapter.getHttpServer();
  await new Promise<void>((resolve) => adapter.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  for (const sent of ['', 'GET / HTTP/1.1\r\nhost: here\r\n']) {
    const accepted = once(server, 'connection');
    connect(port, '127.0.0.1')
      .on('error', () => undefined)
      .write(sent);
    await accepted;
  }
  await adapter.close();
  expect(server.listening).toBe(false);
}, 5000);
