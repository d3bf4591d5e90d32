import { spawn } from 'node:child_process';

/** A newer Node as a child that gets our signals; its end is our end. `args`: the script and what it is given. */
export function runUnder(node, args) {
  const child = spawn(node, ['--enable-source-maps', ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      process.exitCode = code ?? 1;
      resolve();
    });
  });
}
