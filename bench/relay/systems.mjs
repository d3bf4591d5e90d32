import { freePort } from '../../scripts/system/ports.mjs';
import { startGateway } from '../lib/gateway.mjs';
import { Part } from '../lib/part.mjs';
import { openRedis } from '../lib/redis.mjs';
import { roomOf } from './room.mjs';
import { helloOf, writeStreamers } from './our-streamers.mjs';

/** What the pages of one streamer are, in turn; each gets every chat message and follow. */
const WIDGETS = ['feed', 'chat', 'feed'];
const ALERT_WIDGETS = ['feed', 'feed', 'feed'];

const UPGRADED = '\r\n\r\n';
const targetsFor = ({ streamers, sockets }, port, path, stepsFor, pings = false) =>
  Array.from({ length: sockets }, (_, n) => ({
    port,
    path,
    pings,
    steps: stepsFor(n % streamers, Math.floor(n / streamers)),
  }));

const engineTargets = (size, port) =>
  targetsFor(
    size,
    port,
    '/socket.io/?EIO=4&transport=websocket',
    (streamer) => [
      { expect: '"sid"', say: '40' },
      { expect: '40{', say: `42["join","${roomOf(streamer)}"]` },
      { expect: 'joined' },
    ],
    true,
  );

/** Starts a bus, the broker side and the servers, and says how clients join. `stop` ends all of it. */
async function assemble({ broker, servers = [], bus, targets, extra = {} }) {
  return {
    broker,
    targets,
    pids: {
      broker: [broker.pid],
      bus: bus?.pids ?? [],
      gateway: servers.map((server) => server.pid),
    },
    ...extra,
    async stop() {
      await Promise.all([broker.end(), ...servers.map((server) => server.end())]);
      await bus?.stop();
    },
  };
}

/** Everything that was begun ends when a later step fails. */
async function guarded(work) {
  const begun = [];
  const keep = (stop) => begun.push(stop);
  try {
    return await work(keep);
  } catch (error) {
    for (const stop of begun.toReversed()) await stop();
    throw error;
  }
}

async function redisBus(keep) {
  const redis = await openRedis();
  keep(() => redis.stop());
  return { url: redis.url, pids: [redis.pid], stop: () => redis.stop() };
}

function partOf(keep, file, options) {
  const part = Part.start(file, options);
  keep(() => part.end());
  return part;
}

const ours = (size) =>
  guarded(async (keep) => {
    const bus = await redisBus(keep);
    const streamers = await writeStreamers(bus.url, size.streamers);
    const gateways = [];
    for (let n = 0; n < (size.gateways ?? 1); n++) {
      const gateway = await startGateway({
        port: await freePort(),
        redisUrl: bus.url,
        node: size.node,
        env: size.profile?.gateway,
      });
      keep(() => gateway.end());
      gateways.push(gateway);
    }
    const broker = partOf(keep, 'relay/brokers/ours.mjs', {
      ...(size.profile ? { node: size.node, env: size.profile.broker } : {}),
    });
    await broker.ask('open', { redisUrl: bus.url, streamerIds: streamers.map(({ id }) => id) });
    const widgets = size.alertEvery ? ALERT_WIDGETS : WIDGETS;
    const targets = targetsFor(size, 0, '/socket', (streamer, nth) => [
      { expect: UPGRADED, say: helloOf(streamers[streamer].key, widgets[nth % widgets.length]) },
      { expect: '"event":"welcome"' },
    ]).map((target, n) => ({ ...target, port: gateways[Math.floor(n / size.streamers) % gateways.length].port }));
    return await assemble({ broker, servers: gateways, bus, targets });
  });

/** A peer whose server is one of `relay/servers` and whose broker side one of `relay/brokers`. */
const peer =
  ({ broker, server, options = {}, targets = engineTargets, bus = redisBus }) =>
  (size, context) =>
    guarded(async (keep) => {
      const own = await bus(keep, context);
      const port = await freePort();
      const given = { port, redisUrl: own.url, amqpUrl: own.url, ...options };
      const serving = partOf(keep, `relay/servers/${server}.mjs`, { node: size.node });
      await serving.ask('open', given);
      const sending = partOf(keep, `relay/brokers/${broker}.mjs`);
      await sending.ask('open', given);
      return await assemble({ broker: sending, servers: [serving], bus: own, targets: targets(size, port) });
    });

/** One RabbitMQ serves every round: it takes seconds to start, and costs nothing while others are measured. */
const rabbitBus = async (_keep, { rabbit }) => ({ url: rabbit.url, pids: rabbit.pids, stop: async () => undefined });

const plainTargets = (say) => (size, port) =>
  targetsFor(size, port, '/', (streamer) => [{ expect: UPGRADED, say: say(roomOf(streamer)) }, { expect: 'joined' }]);

const bare = (size) =>
  guarded(async (keep) => {
    const port = await freePort();
    const broker = partOf(keep, 'relay/brokers/bare.mjs', { node: size.node });
    await broker.ask('open', { port });
    return await assemble({ broker, targets: plainTargets((room) => room)(size, port) });
  });

const SOCKET_IO = 'Socket.IO: websocket transport alone, no compression, rooms';

/** In the order in which a round goes through them. */
export const SYSTEMS = [
  {
    id: 'ours',
    title: 'StreamShape',
    settings: [
      'AppendBatcher and RedisEventLog of the worker, gateway by its entry point, Redis with AOF everysec, defaults',
    ],
    start: ours,
  },
  {
    id: 'rabbitmq-tuned',
    title: 'RabbitMQ + Express + Socket.IO, tuned',
    needsRabbit: true,
    settings: [
      SOCKET_IO,
      'amqplib: noDelay on both sides, prefetch 1000, one acknowledgement for up to 100 messages or 5 ms',
      'transient messages, one exclusive queue, no confirms',
    ],
    start: peer({ broker: 'rabbitmq', server: 'rabbitmq', options: { tuned: true }, bus: rabbitBus }),
  },
  {
    id: 'rabbitmq-defaults',
    title: 'RabbitMQ + Express + Socket.IO, defaults',
    needsRabbit: true,
    settings: ['amqplib and Socket.IO as they come (Nagle on, no prefetch, one acknowledgement a message)'],
    start: peer({ broker: 'rabbitmq', server: 'rabbitmq', options: { tuned: false }, bus: rabbitBus }),
  },
  {
    id: 'socketio-redis',
    title: 'Socket.IO + Redis adapter',
    settings: [SOCKET_IO, '@socket.io/redis-emitter to @socket.io/redis-adapter, ioredis'],
    start: peer({ broker: 'socketio-redis', server: 'socketio-redis', options: { tuned: true } }),
  },
  {
    id: 'socketio-streams',
    title: 'Socket.IO + Redis streams adapter',
    settings: [
      SOCKET_IO,
      'readCount 1000; the broker side is a Socket.IO server without sockets, as there is no emitter',
    ],
    start: peer({ broker: 'socketio-streams', server: 'socketio-streams', options: { tuned: true } }),
  },
  {
    id: 'nest-socketio',
    title: 'Nest platform-socket.io + Redis',
    settings: [SOCKET_IO, 'stock IoAdapter on Fastify, one ioredis channel'],
    start: peer({ broker: 'redis-publish', server: 'nest', options: { kind: 'socket.io' } }),
  },
  {
    id: 'nest-ws',
    title: 'Nest platform-ws + Redis',
    settings: ['stock WsAdapter, one JSON text a room and event, one ioredis channel'],
    start: peer({
      broker: 'redis-publish',
      server: 'nest',
      options: { kind: 'ws' },
      targets: plainTargets((room) => JSON.stringify({ event: 'join', data: room })),
    }),
  },
  {
    id: 'net',
    title: 'Plain sockets + Redis (floor of fan-out)',
    settings: ['no protocol: one write of the JSON for each event and socket, one ioredis channel'],
    start: peer({ broker: 'redis-publish', server: 'net', targets: plainTargets((room) => room) }),
  },
  {
    id: 'bare',
    title: 'ws without a bus (limit)',
    settings: ['broker side and sockets in one process, ws, send(text)'],
    start: bare,
  },
];

export const systemsOf = (...ids) => ids.map((id) => SYSTEMS.find((system) => system.id === id));
