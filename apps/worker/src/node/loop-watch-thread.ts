import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

/** What the thread is given. `say` is false where nobody wants lines of this kind. */
export interface LoopWatchData {
  memory: Int32Array<SharedArrayBuffer>;
  /** Address of the module that knows the memory. */
  memoryModule: string;
  stallMs: number;
  lookMs: number;
  say: boolean;
  /** File descriptor that lines go to. */
  fd: number;
  /** Fields of each log line. */
  base: Record<string, unknown>;
}

const { memory, memoryModule, stallMs, lookMs, say, fd, base } = workerData as LoopWatchData;
const { SLOT, actorIn } = (await import(memoryModule)) as typeof import('./loop-watch-memory.js');

/** Past the logger, which lives on the thread that is blocked. A full pipe must not end the watch. */
function write(fields: Record<string, unknown>): void {
  if (!say) return;
  const line = JSON.stringify({ level: 'error', time: new Date().toISOString(), ...base, ...fields });
  try {
    writeSync(fd, `${line}\n`);
  } catch {
    // Nobody reads at the moment; the end of the stall is counted all the same.
  }
}

let beat = Atomics.load(memory, SLOT.beat);
let silentMs = 0;
let toldMs = 0;
for (let lookedAt = performance.now(); Atomics.wait(memory, SLOT.stop, 0, lookMs) === 'timed-out';) {
  const now = performance.now();
  // If this thread slept much longer than it wanted, the whole process was stopped, and nobody is to blame.
  const elapsed = Math.min(now - lookedAt, 2 * lookMs);
  lookedAt = now;
  const next = Atomics.load(memory, SLOT.beat);
  if (next === beat) {
    silentMs += elapsed;
    if (silentMs >= Math.max(stallMs, 2 * toldMs)) {
      toldMs = silentMs;
      const streamerId = actorIn(memory);
      const whose = streamerId === undefined ? {} : { streamerId };
      write({
        ...whose,
        blockedMs: Math.round(silentMs),
        msg: 'The event loop is blocked: nothing else runs meanwhile',
      });
    }
    continue;
  }
  if (silentMs >= stallMs) {
    Atomics.store(memory, SLOT.lastStallMs, Math.round(silentMs));
    Atomics.add(memory, SLOT.stalls, 1);
  }
  beat = next;
  silentMs = toldMs = 0;
}
