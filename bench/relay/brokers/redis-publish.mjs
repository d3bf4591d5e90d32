import { Redis } from 'ioredis';
import { roomOf } from '../room.mjs';
import { serveBroker } from './serve-broker.mjs';

serveBroker(async ({ redisUrl }) => {
  const redis = new Redis(redisUrl);
  await redis.ping();
  return { emit: (streamer, event) => void redis.publish('events', JSON.stringify({ room: roomOf(streamer), event })) };
});
