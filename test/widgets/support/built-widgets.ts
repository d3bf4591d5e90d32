import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { WidgetManifest } from '../../../apps/widgets/widget-manifest.js';

export interface BuiltWidgets {
  folder: string;
  manifest: WidgetManifest;
}

const at = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const SOURCES = ['apps/widgets', 'scripts/sounds', 'libs/contracts/src', 'package-lock.json'];
let built: Promise<BuiltWidgets> | undefined;

/** The widgets as they are now, built once for each state of their sources, beside whatever is in dist/. */
export function builtWidgets(): Promise<BuiltWidgets> {
  built ??= buildNow();
  return built;
}

async function buildNow(): Promise<BuiltWidgets> {
  const folder = join(tmpdir(), `streamshape-widgets-${stamp()}`);
  if (!existsSync(join(folder, 'manifest.json'))) {
    const fresh = await mkdtemp(join(tmpdir(), 'streamshape-build-'));
    await build({ configFile: at('apps/widgets/vite.config.ts'), logLevel: 'warn', build: { outDir: fresh } });
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  }
  const manifest: WidgetManifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
  return { folder, manifest };
}

function stamp(): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    const path = at(source);
    const files = source.endsWith('.json') ? [''] : readdirSync(path, { recursive: true, encoding: 'utf8' }).sort();
    for (const file of files) {
      if (!/\.(ts|mjs|css|svg|json)$/.test(source + file)) continue;
      hash.update(file).update(readFileSync(join(path, file)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}
