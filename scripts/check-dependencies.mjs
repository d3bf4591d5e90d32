import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import configuration from '../.dependency-cruiser.mjs';
import { probes, targets } from './dependency-probes.mjs';

const root = process.cwd();

/** Every violation in `folders` below `baseDir`: rule, file and what it imports. */
async function violationsIn(baseDir, folders, preserveSymlinks = false) {
  const { forbidden, options } = configuration;
  const tsConfig = join(root, 'tsconfig.json');
  const { output } = await cruise(
    folders,
    { ...options, baseDir, preserveSymlinks, tsConfig: { fileName: tsConfig }, validate: true, ruleSet: { forbidden } },
    options.enhancedResolveOptions,
    { tsConfig: extractTSConfig(tsConfig) },
  );
  return { violations: output.summary.violations, modules: output.summary.totalCruised };
}

/** The rules that let their probe pass. */
async function silentRules() {
  const baseDir = mkdtempSync(join(tmpdir(), 'streamshape-probes-'));
  try {
    for (const [path, source] of [...targets, ...probes.map(([, file, text]) => [file, text])]) {
      mkdirSync(dirname(join(baseDir, path)), { recursive: true });
      writeFileSync(join(baseDir, path), `${source}\n`);
    }
    cpSync(join(root, 'package.json'), join(baseDir, 'package.json'));
    symlinkSync(join(root, 'node_modules'), join(baseDir, 'node_modules'), 'dir');
    const { violations } = await violationsIn(baseDir, ['apps', 'libs', 'config'], true);
    const spoke = new Set(violations.map(({ rule, from }) => `${rule.name} ${from}`));
    const unprobed = configuration.forbidden.filter(({ name }) => !probes.some(([rule]) => rule === name));
    return [
      ...probes.filter(([rule, file]) => !spoke.has(`${rule} ${file}`)).map(([rule]) => rule),
      ...unprobed.map(({ name }) => `${name} (it has no probe)`),
    ];
  } finally {
    rmSync(baseDir, { recursive: true, force: true });
  }
}

const { violations, modules } = await violationsIn(root, ['apps', 'libs', 'config', 'test']);
for (const { rule, from, to } of violations) console.error(`${rule.name}: ${from} imports ${to}`);
const silent = await silentRules();
for (const rule of silent) console.error(`${rule}: the rule did not notice the file that breaks it`);
console.log(`${modules} modules, ${configuration.forbidden.length} rules, ${violations.length} violations`);
process.exitCode = violations.length + silent.length > 0 ? 1 : 0;
