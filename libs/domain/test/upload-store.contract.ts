import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { UploadStore } from '../src/index.js';

export const newUploadId = (type = 'png'): string => `${randomBytes(16).toString('hex')}-${type}`;

/** What every store of uploads must do. `fresh` gives an empty one, and a second view of the same files. */
export function uploadStoreContract(
  name: string,
  fresh: () => Promise<{ store: UploadStore; other: UploadStore }>,
): void {
  const content = randomBytes(300_000);
  const read = async (store: UploadStore, id: string, range?: { from: number; to: number }) => {
    const found = await store.open(id);
    if (!found) return undefined;
    const chunks: Uint8Array[] = [];
    for await (const chunk of found.read(range)) chunks.push(chunk);
    return Buffer.concat(chunks);
  };
  const listed = async (store: UploadStore, olderThanMs = -1000) => {
    const ids: string[] = [];
    for await (const id of store.list(olderThanMs)) ids.push(id);
    return ids.toSorted();
  };

  describe(name, () => {
    it('gives back what was written, whole or in part, to every process', async () => {
      const { store, other } = await fresh();
      const id = newUploadId();
      await store.write(id, content);
      expect((await other.open(id))?.bytes).toBe(content.length);
      expect((await read(other, id))?.equals(content)).toBe(true);
      expect(await read(other, id, { from: 0, to: 0 })).toEqual(content.subarray(0, 1));
      expect(await read(other, id, { from: 1000, to: 200_999 })).toEqual(content.subarray(1000, 201_000));
    });

    it('takes the same again, and several at once', async () => {
      const { store, other } = await fresh();
      const ids = Array.from({ length: 8 }, () => newUploadId('wav'));
      await Promise.all([...ids, ...ids].map((id, index) => (index % 2 ? store : other).write(id, content)));
      for (const id of ids) expect((await read(store, id))?.equals(content)).toBe(true);
      expect(await listed(store)).toEqual(ids.toSorted());
    });

    it('knows nothing of what was removed or never there, and lists by age', async () => {
      const { store, other } = await fresh();
      const id = newUploadId();
      expect(await store.open(id)).toBeUndefined();
      expect(await listed(store)).toEqual([]);
      await store.write(id, content);
      expect(await listed(store, 60_000)).toEqual([]);
      await other.remove(id);
      await other.remove(id);
      expect(await store.open(id)).toBeUndefined();
      expect(await listed(store)).toEqual([]);
    });

    it('opens nothing by a name that is no id', async () => {
      const { store } = await fresh();
      for (const wrong of ['../x', '..', '', '/etc/passwd', `${newUploadId()}/../../x`, newUploadId('svg')]) {
        expect(await store.open(wrong)).toBeUndefined();
        await expect(store.write(wrong, content)).rejects.toThrow('no id');
      }
    });
  });
}
