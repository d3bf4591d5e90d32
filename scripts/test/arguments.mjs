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

/**
 * What vitest is to run: the long fault runs with `--chaos`, else the specs.
 * @returns {{ chaos: boolean, args: string[] }}
 */
export function planOf(given) {
  const args = given.filter((arg) => arg !== '--chaos');
  const chaos = args.length < given.length;
  const picked = args.some((arg) => arg === '--project' || arg.startsWith('--project='));
  const projects = chaos ? ['chaos'] : ['unit', 'services'];
  return { chaos, args: picked ? args : [...args, ...projects.flatMap((name) => ['--project', name])] };
}
