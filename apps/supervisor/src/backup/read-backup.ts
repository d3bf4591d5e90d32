import type { TableChunk } from '#libs/persistence';
import { readArchive } from './archive-file.js';
import { entryOf, MANIFEST, manifestSchema, type Manifest, type ManifestEntry } from './manifest.js';
import { readTar, type TarEntry } from './tar.js';

/** Larger than any upload and any chunk of a table. */
const MAX_ENTRY_BYTES = 1024 * 1024 * 1024;

/** One archive, read as often as one likes. */
export class BackupReader {
  constructor(
    private readonly path: string,
    private readonly key: string | undefined,
  ) {}

  /** Reads all of it and compares it with its manifest. Throws an Error that says what is wrong. */
  async verify(): Promise<Manifest> {
    const found: ManifestEntry[] = [];
    let manifest: Manifest | undefined;
    for await (const { name, content } of await this.entries()) {
      if (manifest) throw new Error('The archive goes on behind its manifest');
      if (name === MANIFEST) manifest = manifestSchema.parse(JSON.parse(content.toString('utf8')));
      else found.push(entryOf(name, content));
    }
    if (!manifest) throw new Error('The archive has no manifest: it was cut off');
    const same = (one: ManifestEntry, other: ManifestEntry | undefined) =>
      one.name === other?.name && one.bytes === other.bytes && one.sha256 === other.sha256;
    const wrong = manifest.entries.find((entry, index) => !same(entry, found[index]));
    if (wrong) throw new Error(`The archive is damaged: ${wrong.name} is not what was written`);
    if (found.length !== manifest.entries.length) throw new Error('The archive has more in it than was written');
    return manifest;
  }

  async *tables(): AsyncGenerator<TableChunk> {
    for await (const { name, content } of await this.entries()) {
      const table = /^tables\/([^/]+)\/\d+\.ndjson$/.exec(name)?.[1];
      if (table === undefined) continue;
      const rows = content.toString('utf8').split('\n');
      yield { table, rows: rows.filter((row) => row !== '') };
    }
  }

  async *uploads(): AsyncGenerator<{ id: string; content: Buffer }> {
    for await (const { name, content } of await this.entries()) {
      const id = /^uploads\/([^/]+)$/.exec(name)?.[1];
      if (id !== undefined) yield { id, content };
    }
  }

  private async entries(): Promise<AsyncIterable<TarEntry>> {
    return readTar(await readArchive(this.path, this.key), MAX_ENTRY_BYTES);
  }
}
