// The floor of fan-out in Node: one write to a plain socket for each event, no protocol at all.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Redis } from 'ioredis';
import { servePart } from '../../lib/part.mjs';

servePart({
  async open({ port, redisUrl }) {
    const rooms = new Map();
    const server = createServer();
    server.on('upgrade', (_request, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
      socket.once('data', (bytes) => {
        // The frame of a client: two bytes, a mask of zeros, the name of the room.
        const room = bytes.toString('latin1', 6);
        if (!rooms.has(room)) rooms.set(room, new Set());
        rooms.get(room).add(socket);
        socket.write('joined');
      });
      socket.on('error', () => socket.destroy());
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const redis = new Redis(redisUrl);
    redis.on('message', (_channel, text) => {
      const { room, event } = JSON.parse(text);
      const bytes = Buffer.from(JSON.stringify(event));
      for (const socket of rooms.get(room) ?? []) socket.write(bytes);
    });
    await redis.subscribe('events');
  },
});
