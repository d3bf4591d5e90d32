import { createServer } from 'node:http';
import { once } from 'node:events';
import express from 'express';
import { Server } from 'socket.io';

/** Express with Socket.IO rooms. `tuned`: websocket alone and no compression. */
export async function openSocketIo({ port, tuned, adapter }) {
  const http = createServer(express());
  const io = new Server(http, {
    ...(tuned ? { transports: ['websocket'], perMessageDeflate: false, httpCompression: false } : {}),
    ...(adapter ? { adapter } : {}),
  });
  io.on('connection', (socket) => {
    socket.on('join', async (room) => {
      await socket.join(room);
      socket.emit('joined');
    });
  });
  http.listen(port, '127.0.0.1');
  await once(http, 'listening');
  return io;
}
