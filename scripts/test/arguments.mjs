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
  '--exclude',
]);

/** Whether the arguments for vitest name files; then the checks of the whole tree are left out. */
export function hasFileFilter(args) {
  return args.some((arg, index) => !arg.startsWith('-') && !TAKES_A_VALUE.has(args[index - 1]));
}

const SPECS = ['unit', 'services', 'e2e', 'pages'];
const projects = (...names) => names.flatMap((name) => ['--project', name]);

/**
 * What vitest is to run: the long fault runs with `--chaos`, else the specs. Each of `lanes` is one run; they go side by
 * side, as tests through the front door mostly wait. What names files or projects is one run.
 * @returns {{ chaos: boolean, lanes: string[][] }}
 */
export function planOf(given) {
  const args = given.filter((arg) => arg !== '--chaos');
  if (args.length < given.length) {
    const rest = hasFileFilter(args) ? [] : ['--exclude', '**/*.soak.ts'];
    return { chaos: true, lanes: [[...args, ...projects('chaos'), ...rest]] };
  }
  const picked = args.some((arg) => arg === '--project' || arg.startsWith('--project='));
  if (picked) return { chaos: false, lanes: [args] };
  if (hasFileFilter(args)) return { chaos: false, lanes: [[...args, ...projects(...SPECS)]] };
  return {
    chaos: false,
    lanes: [
      [...args, ...projects('e2e')],
      [...args, ...projects('unit', 'services')],
      [...args, ...projects('pages')],
    ],
  };
}
