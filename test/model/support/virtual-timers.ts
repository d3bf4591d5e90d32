import { syncBuiltinESMExports } from 'node:module';
import timersPromises from 'node:timers/promises';
import type { ModelProcess } from './model-process.js';
import { currentProcess } from './model-process.js';
import { real } from './real-timers.js';

/** What a process of the model gets from `setTimeout` and its kind. */
export class VirtualTimer {
  cancelled = false;

  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
  hasRef(): boolean {
    return true;
  }
}

type Callback = (...args: unknown[]) => void;
function start(process: ModelProcess, callback: Callback, delayMs: number, every: boolean, args: unknown[]) {
  const timer = new VirtualTimer();
  const delay = Math.max(1, Number.isFinite(delayMs) ? delayMs : 1);
  const fire = (): void => {
    if (timer.cancelled) return;
    if (every) process.after(delay, fire, 'timer');
    callback(...args);
  };
  process.after(delay, fire, 'timer');
  return timer;
}

function cancel(timer: unknown, orElse: (timer: never) => void): void {
  if (timer instanceof VirtualTimer) timer.cancelled = true;
  else orElse(timer as never);
}

/**
 * Gives code that runs in a process of the model that process' clock and timers. Everybody else, the test runner
 * included, keeps the real ones. Returns what undoes it.
 */
export function installVirtualTimers(): () => void {
  const set = (name: 'setTimeout' | 'setInterval', every: boolean) => {
    const replacement = (callback: Callback, delayMs = 0, ...args: unknown[]): unknown => {
      const process = currentProcess();
      return process
        ? start(process, callback, delayMs, every, args)
        : Reflect.apply(real[name], globalThis, [callback, delayMs, ...args]);
    };
    Reflect.set(globalThis, name, replacement);
  };
  set('setTimeout', false);
  set('setInterval', true);
  const immediate = (callback: Callback, ...args: unknown[]): unknown => {
    const process = currentProcess();
    if (!process) return real.setImmediate(callback, ...args);
    const timer = new VirtualTimer();
    process.after(0, () => timer.cancelled || callback(...args), 'io');
    return timer;
  };
  Reflect.set(globalThis, 'setImmediate', immediate);
  Reflect.set(globalThis, 'clearTimeout', (timer: unknown) => cancel(timer, real.clearTimeout));
  Reflect.set(globalThis, 'clearInterval', (timer: unknown) => cancel(timer, real.clearInterval));
  Reflect.set(globalThis, 'clearImmediate', (timer: unknown) => cancel(timer, real.clearImmediate));
  Date.now = () => currentProcess()?.wallClock() ?? real.dateNow();
  performance.now = () => currentProcess()?.monotonic() ?? real.performanceNow();
  const sleep = (delayMs = 1, value?: unknown): Promise<unknown> => {
    const process = currentProcess();
    if (!process) return real.sleep(delayMs, value);
    return new Promise((resolve) => start(process, () => resolve(value), delayMs, false, []));
  };
  Reflect.set(timersPromises, 'setTimeout', sleep);
  syncBuiltinESMExports();
  AbortSignal.timeout = (delayMs: number): AbortSignal => {
    const process = currentProcess();
    if (!process) return real.abortTimeout(delayMs);
    const controller = new AbortController();
    start(process, () => controller.abort(new DOMException('Too late', 'TimeoutError')), delayMs, false, []);
    return controller.signal;
  };
  return () => {
    const { dateNow, performanceNow, sleep: realSleep, abortTimeout, ...timers } = real;
    Object.assign(globalThis, timers);
    Reflect.set(timersPromises, 'setTimeout', realSleep);
    syncBuiltinESMExports();
    AbortSignal.timeout = abortTimeout;
    Date.now = dateNow;
    performance.now = performanceNow;
  };
}
