import { undisturbed, Running } from './round.mjs';

/** Each system in turn, at each rate, for as many rounds as asked; the order turns with each round. */
export async function relayRounds({ systems, rates, rounds, warmup, seconds, size, context, log }) {
  const results = [];
  for (let round = 0; round < rounds; round++) {
    const turned = systems.map((_, n) => systems[(n + round) % systems.length]);
    for (const system of turned) {
      const running = await Running.start(system, size, context);
      try {
        for (const rate of rates) {
          const result = await undisturbed(() => running.measure({ rate, warmup, seconds }), log);
          results.push({ system: system.id, round, ...result });
          log(
            `round ${round + 1}, ${system.title}, ${rate}/s: p50 ${result.latency.p50} ms, p99 ${result.latency.p99} ms, ` +
              `${result.cpu.whole} µs an event, ${result.complete ? 'complete' : `INCOMPLETE ${result.delivered} of ${result.expected}`}`,
          );
        }
      } finally {
        await running.stop();
      }
    }
  }
  return results;
}

/** KiB that an idle socket takes in the gateway, after the collector had its time. */
export async function idleRounds({ systems, rounds, settleMs, size, context, log }) {
  const results = [];
  for (let round = 0; round < rounds; round++) {
    for (const system of systems) {
      const running = await Running.start(system, size, context, settleMs);
      await running.stop();
      results.push({ system: system.id, round, kib: running.idleKiB, connectMs: Math.round(running.connectMs) });
      log(`round ${round + 1}, ${system.title}: ${running.idleKiB.toFixed(1)} KiB an idle socket`);
    }
  }
  return results;
}
