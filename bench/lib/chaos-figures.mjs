import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRepository } from '../../scripts/system/paths.mjs';
import { run } from '../../scripts/system/run.mjs';

/** Runs scenarios of `npm run test:chaos`, the real product in real processes, and gives what they measured. */
export async function chaosFigures({ files, only, log }) {
  const folder = mkdtempSync(join(tmpdir(), 'streamshape-bench-'));
  const report = join(folder, 'figures.jsonl');
  try {
    const args = [inRepository('scripts', 'test.mjs'), '--chaos', ...files, ...(only ? ['-t', only] : [])];
    const { code, tail } = await run(process.execPath, args, { env: { ...process.env, CHAOS_FIGURES: report } });
    if (code !== 0) log(`${files.join(' ')} failed:\n${tail}`);
    return readFileSync(report, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        const { scenario, figures } = JSON.parse(line);
        return { scenario, figures };
      });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
