import type { UploadStore } from '#libs/domain';
import { FolderUploadStore } from './folder-upload-store.js';

/** The store that an address names. Folders alone so far: an address `file:///…`. */
export function openUploadStore(url: string): UploadStore {
  return new FolderUploadStore(new URL(url));
}
