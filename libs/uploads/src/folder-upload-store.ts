import { randomUUID } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { uploadTypeOf } from '#libs/contracts';
import type { StoredUpload, UploadStore } from '#libs/domain';

const INCOMING = 'incoming';

/** Files in a folder, 256 folders of them by the first two letters. Several processes may share it, over a network too. */
export class FolderUploadStore implements UploadStore {
  private readonly folder: string;

  constructor(folder: URL) {
    this.folder = fileURLToPath(folder);
  }

  async write(id: string, content: Uint8Array): Promise<void> {
    const target = this.pathOf(id);
    const incoming = join(this.folder, INCOMING);
    await Promise.all([mkdir(incoming, { recursive: true }), mkdir(join(target, '..'), { recursive: true })]);
    const unfinished = join(incoming, randomUUID());
    try {
      const file = await open(unfinished, 'wx', 0o644);
      try {
        await file.writeFile(content);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(unfinished, target);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
    await syncFolder(join(target, '..'));
  }

  async open(id: string): Promise<StoredUpload | undefined> {
    const path = uploadTypeOf(id) && this.pathOf(id);
    if (path === undefined) return undefined;
    try {
      const found = await stat(path);
      if (!found.isFile()) return undefined;
      return {
        bytes: found.size,
        read: (range) => createReadStream(path, range && { start: range.from, end: range.to }),
      };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async remove(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
  }

  async *list(olderThanMs: number): AsyncIterable<string> {
    const before = Date.now() - olderThanMs;
    for (const folder of await names(this.folder)) {
      for (const name of await names(join(this.folder, folder))) {
        const path = join(this.folder, folder, name);
        const found = await stat(path).catch(() => undefined);
        if (!found?.isFile() || found.mtimeMs > before) continue;
        // What a writer left behind that died.
        if (folder === INCOMING) await rm(path, { force: true });
        else if (uploadTypeOf(name)) yield name;
      }
    }
  }

  /** An id holds nothing that leads out of the folder. */
  private pathOf(id: string): string {
    if (!uploadTypeOf(id)) throw new RangeError('no id of an upload');
    return join(this.folder, id.slice(0, 2), id);
  }
}

async function names(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** So that the file's name survives a crash too; not every system can. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
