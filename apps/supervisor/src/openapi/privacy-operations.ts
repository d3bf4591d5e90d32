import { viewerDataSchema, viewerErasedSchema, viewerIdSchema } from '#libs/contracts';
import type { Operation } from './operation.js';

const privacy = { tag: 'Privacy', security: 'admin', path: '/api/v1/admin/viewers/{viewerId}' } as const;
const pathParameters = { viewerId: viewerIdSchema };

/** What the law gives a viewer. */
export const PRIVACY: readonly Operation[] = [
  {
    ...{ ...privacy, method: 'get', operationId: 'exportViewer' },
    summary: 'Everything that is stored about a viewer, by the id that TikTok gives them',
    pathParameters,
    answers: { 200: { description: 'What there is', body: viewerDataSchema } },
    problems: [400, 401],
  },
  {
    ...{ ...privacy, method: 'delete', operationId: 'eraseViewer' },
    summary: 'Erase a viewer. What they gave stays counted, by nobody; event logs forget within thirty minutes',
    pathParameters,
    answers: { 200: { description: 'What went', body: viewerErasedSchema } },
    problems: [400, 401],
  },
];
