import { Emitter } from '@socket.io/redis-emitter';
import { Redis } from 'ioredis';
import { roomOf } from '../room.mjs';
import { serveBroker } from './serve-broker.mjs';

serveBroker(async ({ redisUrl }) => {
  const redis = new Redis(redisUrl);
  await redis.ping();
  const emitter = new Emitter(redis);
  return { emit: (streamer, event) => emitter.to(roomOf(streamer)).emit('event', event) };
});
