import { createAdapter } from '@socket.io/redis-adapter';
import { Redis } from 'ioredis';
import { servePart } from '../../lib/part.mjs';
import { openSocketIo } from './serve-socketio.mjs';

servePart({
  async open({ port, redisUrl, tuned }) {
    const [publisher, subscriber] = [new Redis(redisUrl), new Redis(redisUrl)];
    await openSocketIo({ port, tuned, adapter: createAdapter(publisher, subscriber) });
    await subscriber.ping();
  },
});
