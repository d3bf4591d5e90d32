import { LATE_MS, Running } from './round.mjs';

const P99_MS = 100;
const STEP = 1.15;
const FIRST = 2000;
const RUNGS = Array.from({ length: 26 }, (_, n) => Math.round((FIRST * STEP ** n) / 100) * 100);
const TRIES = 2;

/**
 * The highest rate that each system sustains: everything arrives, p99 below 100 ms, the generator in time. The first pass
 * climbs in large steps and then halves what is left; later passes begin where the one before ended.
 */
export async function ladder({ systems, rounds, warmup, seconds, size, context, log }) {
  const results = [];
  const known = new Map();
  for (let round = 0; round < rounds; round++) {
    for (const system of systems) {
      const climb = await climbOf(system, known.get(system.id), { warmup, seconds, size, context, log });
      known.set(system.id, climb.rung);
      results.push({ system: system.id, round, highest: climb.rung < 0 ? 0 : RUNGS[climb.rung], steps: climb.steps });
      log(
        `round ${round + 1}, ${system.title}: sustains ${climb.rung < 0 ? 'less than the lowest rate' : `${RUNGS[climb.rung]}/s`}`,
      );
    }
  }
  return results;
}

async function climbOf(system, start, { warmup, seconds, size, context, log }) {
  const steps = [];
  const holds = async (rung) => {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      // A system that was overrun is not measured again: what it still has to deliver would count against the next rate.
      const running = await Running.start(system, size, context);
      try {
        const result = await running.measure({ rate: RUNGS[rung], warmup, seconds });
        const good = result.complete && result.latency.p99 < P99_MS && result.latenessMs <= LATE_MS;
        const { latency, complete, latenessMs, cpu } = result;
        steps.push({ rate: RUNGS[rung], good, complete, p50: latency.p50, p99: latency.p99, latenessMs, cpu });
        log(
          `  ${system.title} at ${RUNGS[rung]}/s: p99 ${latency.p99} ms, late ${latenessMs.toFixed(0)} ms, ${good ? 'holds' : 'does not hold'}`,
        );
        if (good) return true;
      } finally {
        await running.stop();
      }
    }
    return false;
  };
  let good = -1;
  let bad = RUNGS.length;
  let at = start === undefined ? 4 : Math.max(0, start);
  let stride = start === undefined ? 4 : 1;
  while (bad - good > 1) {
    if (await holds(at)) good = at;
    else bad = at;
    if (bad === RUNGS.length) at = Math.min(RUNGS.length - 1, good + stride);
    else if (good === -1) at = Math.max(0, bad - stride);
    else at = (good + bad) >> 1;
    stride = start === undefined ? stride : stride * 2;
    if (good === RUNGS.length - 1) break;
  }
  return { rung: good, steps };
}
