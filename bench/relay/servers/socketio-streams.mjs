import { createAdapter } from '@socket.io/redis-streams-adapter';
import { Redis } from 'ioredis';
import { servePart } from '../../lib/part.mjs';
import { openSocketIo } from './serve-socketio.mjs';

servePart({
  async open({ port, redisUrl, tuned }) {
    const redis = new Redis(redisUrl);
    await redis.ping();
    await openSocketIo({ port, tuned, adapter: createAdapter(redis, { readCount: 1000 }) });
  },
});
