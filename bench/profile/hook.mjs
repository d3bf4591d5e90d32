// Loaded with --import into a process as it ships: SIGWINCH begins a processor profile, a second one ends and writes it.
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

const session = new Session();
let profiling = false;

async function toggle() {
  if (profiling) {
    const { profile } = await session.post('Profiler.stop');
    writeFileSync(process.env.BENCH_PROFILE, JSON.stringify(profile));
    return;
  }
  profiling = true;
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
}

// Nest ends an app on SIGUSR2.
if (process.env.BENCH_PROFILE) process.on('SIGWINCH', () => void toggle());
