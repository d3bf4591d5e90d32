/** Kills a process when this one ends before it was stopped, on a signal for example. Gives what takes that back. */
export function endWithUs(...pids) {
  const kill = () => {
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch (error) {
        if (error.code !== 'ESRCH') throw error;
      }
    }
  };
  process.on('exit', kill);
  return () => void process.off('exit', kill);
}

/** A signal is an end like any other: whoever waits for the end is called. */
export function exitOnSignals() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));
}
