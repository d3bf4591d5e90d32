export { FolderUploadStore } from './folder-upload-store.js';
export { openUploadStore } from './open-upload-store.js';
