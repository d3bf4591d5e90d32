import { acceptDriftSchema, canaryListSchema, driftReportSchema, driftSampleQuerySchema } from '#libs/contracts';
import type { Operation } from './operation.js';

const drift = { tag: 'Drift', security: 'admin' } as const;
const path = '/api/v1/drift';

/** Routes that tell whether TikTok changed, and whether events arrive. */
export const DRIFT: Operation[] = [
  {
    ...{ ...drift, method: 'get', path, operationId: 'getDrift' },
    summary: 'What is not as usual in the messages of TikTok, the worst first',
    answers: { 200: { description: 'What is raised', body: driftReportSchema } },
    problems: [401, 503],
  },
  {
    ...{ ...drift, method: 'get', path: `${path}/samples`, operationId: 'exportDriftSamples' },
    summary: 'Raw messages that something was wrong with, as JSON lines for a replay, with personal data removed',
    query: driftSampleQuerySchema,
    answers: { 200: { description: 'A recording, one message a line', body: 'application/x-ndjson' } },
    problems: [400, 401, 503],
  },
  {
    ...{ ...drift, method: 'post', path: `${path}/accept`, operationId: 'acceptDrift' },
    summary: 'Take the present share as usual from now on',
    body: acceptDriftSchema,
    answers: { 200: { description: 'What is raised now', body: driftReportSchema } },
    problems: [400, 401, 404, 413, 415, 503],
  },
  {
    ...{ ...drift, method: 'get', path: '/api/v1/canary', operationId: 'listCanaries' },
    summary: 'Whether events of the always-live rooms reach a page, and how old',
    answers: { 200: { description: 'One entry for each handle of CANARY_HANDLES', body: canaryListSchema } },
    problems: [401],
  },
];
