import { existsSync } from 'node:fs';
import { inRepository, root } from '../system/paths.mjs';
import { run } from '../system/run.mjs';

const tool = (...parts) => inRepository('node_modules', ...parts);
const has = (...parts) => existsSync(inRepository(...parts));

function staticChecks() {
  const typeScript = ['.', 'apps/widgets', 'apps/dashboard'].filter((folder) => has(folder, 'tsconfig.json'));
  return [
    { name: 'format', args: [tool('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level=warn', '.'] },
    { name: 'lint', args: [tool('oxlint', 'bin', 'oxlint'), ...(has('.oxlintrc.json') ? ['--type-aware'] : [])] },
    ...typeScript.map((folder) => ({
      name: folder === '.' ? 'types' : `types of ${folder}`,
      args: [tool('typescript', 'bin', 'tsc'), '--noEmit', '-p', folder],
    })),
    ...(has('scripts', 'check-dependencies.mjs')
      ? [{ name: 'dependency rules', args: ['scripts/check-dependencies.mjs'] }]
      : []),
    { name: 'licences', args: ['scripts/check-licences.mjs'] },
  ];
}

/** Runs format, lint, types, dependency rules and licences one after the other; each counts as one test. */
export async function runStaticChecks({ node, progress, signal }) {
  const results = [];
  for (const { name, args } of staticChecks()) {
    const { code, output } = await progress.step(`Check: ${name}`, async (_detail, fail) => {
      const result = await run(node, args, { cwd: root, signal });
      if (result.code !== 0) fail();
      return result;
    });
    if (code !== 0) progress.text(`\n${output.trimEnd()}\n\nThe check "${name}" failed.\n`);
    results.push({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 });
  }
  return results;
}
