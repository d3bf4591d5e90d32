// The limit: whoever has the event writes it to the sockets, in one process and without anything between.
import { once } from 'node:events';
import { WebSocketServer } from 'ws';
import { roomOf } from '../room.mjs';
import { serveBroker } from './serve-broker.mjs';

serveBroker(async ({ port }) => {
  const server = new WebSocketServer({ port, host: '127.0.0.1', perMessageDeflate: false });
  await once(server, 'listening');
  const rooms = new Map();
  server.on('connection', (socket) => {
    socket.once('message', (data) => {
      const room = Buffer.from(data).toString();
      if (!rooms.has(room)) rooms.set(room, new Set());
      rooms.get(room).add(socket);
      socket.send('joined');
    });
  });
  return {
    emit(streamer, event) {
      const text = JSON.stringify(event);
      for (const socket of rooms.get(roomOf(streamer))) socket.send(text);
    },
  };
});
