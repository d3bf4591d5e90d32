import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { soundLibrary } from '../../scripts/sounds/library.mjs';

const PICTURES = fileURLToPath(new URL('./library/', import.meta.url));

/** Sounds and pictures that settings name `library:NAME`, by their path below the assets. */
export function libraryFiles(): Map<string, Uint8Array> {
  const sounds = [...soundLibrary()].map(([name, bytes]) => [`library/sounds/${name}.wav`, bytes] as const);
  const pictures = readdirSync(PICTURES).map(
    (file) => [`library/pictures/${file}`, readFileSync(PICTURES + file)] as const,
  );
  return new Map<string, Uint8Array>([...sounds, ...pictures]);
}

/** Puts the library beside the pages. Its files keep their names: pages ask for them with the build's name behind. */
export function libraryPlugin(files: Map<string, Uint8Array>): Plugin {
  return {
    name: 'streamshape:library',
    generateBundle() {
      for (const [fileName, source] of files) this.emitFile({ type: 'asset', fileName, source });
    },
  };
}

/** Changes with each change of any of the files. */
export function libraryStamp(files: Map<string, Uint8Array>): string {
  const hash = createHash('sha256');
  for (const [name, bytes] of files) hash.update(name).update(bytes);
  return hash.digest('hex');
}
