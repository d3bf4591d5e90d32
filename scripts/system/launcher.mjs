import { commandLine, identify, isAlive, parentOf } from './processes.mjs';

const WATCH_MS = 250;

/**
 * The processes between us and the npm that started us, npm included; none if it was not npm. Whoever kills npm by
 * force means us, but the signal does not reach us.
 */
export function launcherChain(env = process.env) {
  if (!env.npm_lifecycle_event) return [];
  const chain = [];
  for (let pid = process.ppid; pid > 1 && chain.length < 4; pid = parentOf(pid)) {
    const identity = identify(pid);
    if (!identity) break;
    chain.push(identity);
    if (/^(\S*\/)?(npm|pnpm|yarn)\b|npm-cli\.js/.test(commandLine(pid) ?? '')) return chain;
  }
  return [];
}

export const launcherGone = (chain = []) => !chain.every(isAlive);

/** Calls back once when a process of the chain has ended. */
export function watchLauncher(chain, onGone) {
  if (chain.length === 0) return;
  const timer = setInterval(() => {
    if (!launcherGone(chain)) return;
    clearInterval(timer);
    onGone();
  }, WATCH_MS);
  timer.unref();
}
