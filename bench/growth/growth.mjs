import { chaosFigures } from '../lib/chaos-figures.mjs';
import { rounded } from '../lib/statistics.mjs';
import { Running, undisturbed } from '../relay/round.mjs';
import { systemsOf } from '../relay/systems.mjs';

/** Pages of one streamer in most of these: as in the relay. */
const PAGES = 3;
const RATE = 1000;
const SETTLE_MS = 3000;
const SOCKETS = [1000, 3000, 10_000];
const STREAMERS = [100, 1000, 5000];
const FEW = { sockets: [300, 1000], streamers: [100, 500] };

/** What one more socket, streamer, gateway and actor costs, at sizes that grow: the same at each, or why not. */
export async function growth({ warmup, seconds, quick, log }) {
  const measureAt = (at, settle) => measured({ at, settle, warmup, seconds, log });
  const sockets = [];
  for (const count of quick ? FEW.sockets : SOCKETS) {
    const streamers = Math.floor(count / PAGES);
    const { result, running } = await measureAt({ streamers, sockets: streamers * PAGES }, SETTLE_MS);
    sockets.push({
      sockets: streamers * PAGES,
      kibASocket: rounded(running.idleKiB, 1),
      connectMs: Math.round(running.connectMs),
      usASend: rounded(result.cpu.gateway / PAGES),
      p99: result.latency.p99,
      complete: result.complete,
    });
  }
  const streamers = [];
  for (const count of quick ? FEW.streamers : STREAMERS) {
    const { result } = await measureAt({ streamers: count, sockets: count }, 0);
    const { cpu, memory, latency, append, complete } = result;
    streamers.push({
      streamers: count,
      redisUsAnEvent: cpu.bus,
      workerUsAnEvent: cpu.broker,
      redisMiB: memory.bus,
      appendMs: rounded(append.meanMs),
      p99: latency.p99,
      complete,
    });
  }
  const gateways = [];
  for (const count of [1, 2]) {
    const streamersThere = quick ? 100 : 500;
    const { result } = await measureAt({ streamers: streamersThere, sockets: streamersThere * 4, gateways: count }, 0);
    const { cpu, latency, complete } = result;
    gateways.push({
      gateways: count,
      usASend: rounded(cpu.gateway / 4),
      redisUsAnEvent: cpu.bus,
      p99: latency.p99,
      complete,
    });
  }
  const actors = quick ? [] : await chaosFigures({ files: ['test/chaos/scale.chaos.ts'], log });
  return { rate: RATE, sockets, streamers, gateways, actors };
}

async function measured({ at, settle, warmup, seconds, log }) {
  const running = await Running.start(systemsOf('ours')[0], at, {}, settle);
  try {
    const result = await undisturbed(() => running.measure({ rate: RATE, warmup, seconds }), log);
    log(
      `${JSON.stringify(at)}: ${running.idleKiB.toFixed(1)} KiB a socket, CPU ${JSON.stringify(result.cpu)}, p99 ${result.latency.p99} ms`,
    );
    return { result, running };
  } finally {
    await running.stop();
  }
}
