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

const configFile = fileURLToPath(new URL('../../../apps/widgets/vite.config.ts', import.meta.url));
let built: Promise<BuiltWidgets> | undefined;

/** Builds the widgets as they are now, once per test process, beside whatever is in dist/. */
export function builtWidgets(): Promise<BuiltWidgets> {
  built ??= buildNow();
  return built;
}

async function buildNow(): Promise<BuiltWidgets> {
  const folder = await mkdtemp(join(tmpdir(), 'streamshape-widgets-'));
  await build({ configFile, logLevel: 'warn', build: { outDir: folder } });
  const manifest: WidgetManifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
  return { folder, manifest };
}
