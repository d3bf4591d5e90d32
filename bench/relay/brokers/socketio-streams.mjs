// The streams adapter has no emitter of its own: a server without sockets takes part in its place.
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';
import { roomOf } from '../room.mjs';
import { serveBroker } from './serve-broker.mjs';

serveBroker(async ({ redisUrl }) => {
  const redis = new Redis(redisUrl);
  await redis.ping();
  const io = new Server({ adapter: createAdapter(redis) });
  return { emit: (streamer, event) => void io.to(roomOf(streamer)).emit('event', event) };
});
