import { streamerIdSchema, uploadIdSchema, uploadListSchema, uploadQuerySchema, uploadSchema } from '#libs/contracts';
import type { Operation } from './operation.js';

const uploads = { tag: 'Uploads', security: 'streamer' } as const;
const path = '/api/v1/streamers/{id}/uploads';
const id = { id: streamerIdSchema };

/** Routes of pictures and sounds. */
export const UPLOADS: Operation[] = [
  {
    ...{ ...uploads, method: 'get', path, operationId: 'listUploads' },
    summary: 'List the pictures and sounds of a streamer, newest first, and how much room is left',
    pathParameters: id,
    answers: { 200: { description: 'All of them', body: uploadListSchema } },
    problems: [401, 404],
  },
  {
    ...{ ...uploads, method: 'post', path, operationId: 'createUpload' },
    summary: 'Upload a picture or sound. The body is the file itself; what it is, is found out from its content',
    pathParameters: id,
    query: uploadQuerySchema,
    body: 'application/octet-stream',
    answers: { 201: { description: 'Stored', body: uploadSchema } },
    problems: [400, 401, 404, 409, 413, 415, 422, 503],
  },
  {
    ...{ ...uploads, method: 'delete', path: `${path}/{uploadId}`, operationId: 'deleteUpload' },
    summary: 'Delete an upload. Settings that name it fall back to their default',
    pathParameters: { ...id, uploadId: uploadIdSchema },
    answers: { 204: { description: 'Deleted' } },
    problems: [401, 404],
  },
];
