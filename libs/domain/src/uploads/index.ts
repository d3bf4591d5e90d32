export { inspectUpload, type InspectedUpload } from './inspect-upload.js';
export { UPLOAD_LIMITS, type UploadLimits } from './limits.js';
export { UploadRefusedError, type UploadRefusal } from './refused.js';
export { uploadName } from './upload-name.js';
export * from './upload-repository.port.js';
