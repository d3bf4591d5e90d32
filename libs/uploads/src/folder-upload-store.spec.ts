import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { uploadStoreContract } from '../../domain/test/upload-store.contract.js';
import { FolderUploadStore } from './folder-upload-store.js';

const made: string[] = [];
afterEach(async () => {
  await Promise.all(made.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

async function fresh() {
  const folder = join(await mkdtemp(join(tmpdir(), 'streamshape-uploads-')), 'not', 'there yet');
  made.push(join(folder, '..', '..'));
  const url = pathToFileURL(folder);
  return { folder, store: new FolderUploadStore(url), other: new FolderUploadStore(url) };
}

uploadStoreContract('a folder of uploads', fresh);

it('a folder of uploads forgets what a writer that died left behind', async () => {
  const { folder, store } = await fresh();
  await mkdir(join(folder, 'incoming'), { recursive: true });
  await writeFile(join(folder, 'incoming', 'half'), 'x');
  await utimes(join(folder, 'incoming', 'half'), 1, 1);
  for await (const id of store.list(60_000)) expect.fail(id);
  expect(await readdir(join(folder, 'incoming'))).toEqual([]);
});
