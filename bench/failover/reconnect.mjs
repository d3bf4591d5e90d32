import { freePort } from '../../scripts/system/ports.mjs';
import { startGateway } from '../lib/gateway.mjs';
import { Part } from '../lib/part.mjs';
import { openRedis } from '../lib/redis.mjs';
import { helloOf, writeStreamers } from '../relay/our-streamers.mjs';

const STREAMERS = 1000;
const PAGES = 3;
/** The first wait of a page whose socket broke; see apps/widgets/src/runtime/reconnect.ts. */
const WINDOW_MS = { least: 500, most: 1500 };

/** 3,000 pages whose gateway was killed come back to a new one, each after its own wait: connection to `welcome`. */
export async function reconnect(log, { fixed = false } = {}) {
  const redis = await openRedis();
  const port = await freePort();
  const clients = Part.start('relay/clients.mjs');
  let gateway;
  try {
    const streamers = await writeStreamers(redis.url, STREAMERS);
    gateway = await startGateway({ port, redisUrl: redis.url });
    const targets = Array.from({ length: STREAMERS * PAGES }, (_, n) => ({
      port,
      path: '/socket',
      steps: [
        { expect: '\r\n\r\n', say: helloOf(streamers[n % STREAMERS].key, 'feed') },
        { expect: '"event":"welcome"' },
      ],
    }));
    await clients.ask('connect', { targets });
    await gateway.end('SIGKILL');
    await clients.ask('disconnect');
    gateway = await startGateway({ port, redisUrl: redis.url });
    const window = fixed ? { least: WINDOW_MS.least, most: WINDOW_MS.least } : WINDOW_MS;
    const told = await clients.ask('storm', { targets, ...window });
    log(`${targets.length} pages came back: ${JSON.stringify(told)}`);
    return { sockets: targets.length, fixed, ...told };
  } finally {
    await clients.end();
    await gateway?.end();
    await redis.stop();
  }
}
