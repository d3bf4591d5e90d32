// Nest's stock WebSocket gateways, fed by ioredis. Decorators are called as functions: this file is not compiled.
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { WsAdapter } from '@nestjs/platform-ws';
import { SubscribeMessage, WebSocketGateway, WebSocketServer } from '@nestjs/websockets';
import { Redis } from 'ioredis';
import { servePart } from '../../lib/part.mjs';

class SocketIoGateway {
  async join(socket, room) {
    await socket.join(room);
    return { event: 'joined' };
  }

  deliver({ room, event }) {
    this.server.to(room).emit('event', event);
  }
}

class PlainGateway {
  rooms = new Map();

  join(socket, room) {
    if (!this.rooms.has(room)) this.rooms.set(room, new Set());
    this.rooms.get(room).add(socket);
    socket.on('close', () => this.rooms.get(room)?.delete(socket));
    return { event: 'joined' };
  }

  deliver({ room, event }) {
    const text = JSON.stringify({ event: 'event', data: event });
    for (const socket of this.rooms.get(room) ?? []) socket.send(text);
  }
}

function decorate(gateway, options) {
  WebSocketGateway(options)(gateway);
  WebSocketServer()(gateway.prototype, 'server');
  SubscribeMessage('join')(gateway.prototype, 'join', Object.getOwnPropertyDescriptor(gateway.prototype, 'join'));
}

servePart({
  async open({ port, redisUrl, kind }) {
    const plain = kind === 'ws';
    const gateway = plain ? PlainGateway : SocketIoGateway;
    decorate(gateway, plain ? {} : { transports: ['websocket'], perMessageDeflate: false });
    class Root {}
    Module({ providers: [gateway] })(Root);
    const app = await NestFactory.create(Root, new FastifyAdapter(), { logger: ['error'] });
    app.useWebSocketAdapter(plain ? new WsAdapter(app) : new IoAdapter(app));
    await app.listen(port, '127.0.0.1');
    const instance = app.get(gateway);
    const redis = new Redis(redisUrl);
    redis.on('message', (_channel, text) => instance.deliver(JSON.parse(text)));
    await redis.subscribe('events');
  },
});
