import { setTimeout as sleep } from 'node:timers/promises';
import { acquireLock } from '../system/lock.mjs';
import { inData } from '../system/paths.mjs';
import { UserError } from '../system/user-error.mjs';
import { launcherChain, launcherGone } from '../system/launcher.mjs';

const WAIT_FOR_ENDING_MS = 40_000;

/** One npm start per folder. One that is just ending is waited for; a running one is left in peace. */
export async function claimFolder({ progress, addresses, signal }) {
  const details = { launcher: launcherChain(), addresses };
  const path = inData('run', 'starter.lock');
  const claim = acquireLock(path, details);
  if (claim.held) return claim;
  if (!isEnding(claim.holder)) throw new UserError(runningMessage(claim.holder));

  return progress.step('Waiting for the earlier start to end', async () => {
    const deadline = Date.now() + WAIT_FOR_ENDING_MS;
    for (;;) {
      await sleep(200, undefined, { signal });
      const next = acquireLock(path, details);
      if (next.held) return next;
      if (!isEnding(next.holder) || Date.now() > deadline) throw new UserError(runningMessage(next.holder));
    }
  });
}

const isEnding = (holder) => Boolean(holder.ending) || launcherGone(holder.launcher);

function runningMessage({ pid, addresses }) {
  return [
    `StreamShape is already running from this folder (process ${pid}).`,
    ...(addresses ? [`  Dashboard and API: ${addresses.dashboard}`, `  Widgets:           ${addresses.widgets}`] : []),
    'Stop it with Ctrl-C in its window first. To run a second copy, clone the project into another folder.',
  ].join('\n');
}
