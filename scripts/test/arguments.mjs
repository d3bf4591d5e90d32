const TAKES_A_VALUE = new Set([
  '-t',
  '--testNamePattern',
  '--project',
  '--reporter',
  '--outputFile',
  '--config',
  '-c',
  '--shard',
  '--bail',
  '--retry',
  '--testTimeout',
  '--maxWorkers',
]);

/** Whether the arguments for vitest name files; then the checks of the whole tree are left out. */
export function hasFileFilter(args) {
  return args.some((arg, index) => !arg.startsWith('-') && !TAKES_A_VALUE.has(args[index - 1]));
}
