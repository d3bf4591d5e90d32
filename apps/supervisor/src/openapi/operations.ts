import { z } from 'zod';
import {
  alertListQuerySchema,
  alertListSchema,
  brokerPageSchema,
  brokersHealthSchema,
  brokerViewSchema,
  controlAcceptedSchema,
  controlCommandSchema,
  createGoalSchema,
  createStreamerSchema,
  goalDefinitionSchema,
  livenessSchema,
  movePageSchema,
  nodeListSchema,
  nodeViewSchema,
  readinessSchema,
  restartAcceptedSchema,
  restartBrokerSchema,
  startupSchema,
  statusSchema,
  streamerIdSchema,
  streamerSchema,
  streamerWithKeySchema,
  updateGoalSchema,
  uploadListSchema,
  uploadSchema,
  updateStreamerSchema,
  WIDGET_TYPES,
} from '#libs/contracts';
import { brokerHealthSchema } from '../health/brokers-health.service.js';
import { pageQuerySchema, streamerPageSchema } from '../streamers/streamer-page.schema.js';
import { ACCOUNT_SCHEMAS, ACCOUNTS } from './account-operations.js';
import { ADMIN, ADMIN_SCHEMAS } from './admin-operations.js';
import { BILLING, BILLING_SCHEMAS } from './billing-operations.js';
import { DRIFT } from './drift-operations.js';
import { GOALS } from './goal-operations.js';
import type { Operation } from './operation.js';
import { OPERATOR } from './operator-operations.js';
import { PRIVACY } from './privacy-operations.js';
import { UPLOADS } from './upload-operations.js';
import { STREAM_SCHEMAS, STREAMS } from './stream-operations.js';
import { SAVED_WIDGET_SCHEMAS, SAVED_WIDGETS } from './widget-operations.js';

const id = { id: streamerIdSchema };
const streamers = { tag: 'Streamers', security: 'streamer' } as const;
const everyStreamer = { tag: 'Streamers', security: 'admin' } as const;
const health = { tag: 'Health', security: 'none' } as const;

const STREAMERS: Operation[] = [
  {
    ...{ ...everyStreamer, method: 'post', path: '/api/v1/streamers', operationId: 'createStreamer' },
    summary: 'Create a streamer. The answer holds the widget key: it is given out here and by rotate-key alone',
    body: createStreamerSchema,
    answers: { 201: { description: 'Created', body: streamerWithKeySchema } },
    problems: [400, 401, 409, 413, 415],
  },
  {
    ...{ ...everyStreamer, method: 'get', path: '/api/v1/streamers', operationId: 'listStreamers' },
    summary: 'List streamers, oldest first',
    query: pageQuerySchema,
    answers: { 200: { description: 'One page', body: streamerPageSchema } },
    problems: [400, 401],
  },
  {
    ...{ ...streamers, method: 'get', path: '/api/v1/streamers/{id}', operationId: 'getStreamer' },
    summary: 'Read a streamer and the state of their broker',
    pathParameters: id,
    answers: { 200: { description: 'The streamer', body: streamerSchema } },
    problems: [401, 404],
  },
  {
    ...{ ...streamers, method: 'patch', path: '/api/v1/streamers/{id}', operationId: 'updateStreamer' },
    summary: 'Switch on or off, follow another handle, change the time zone. The broker follows within seconds',
    pathParameters: id,
    body: updateStreamerSchema,
    answers: { 200: { description: 'The streamer as it is now', body: streamerSchema } },
    problems: [400, 401, 404, 409, 413, 415],
  },
  {
    ...{ ...streamers, method: 'post', path: '/api/v1/streamers/{id}/rotate-key', operationId: 'rotateWidgetKey' },
    summary: 'Replace the widget key. Pages with the old one close at once',
    pathParameters: id,
    answers: { 200: { description: 'The streamer with the new key', body: streamerWithKeySchema } },
    problems: [401, 404],
  },
  {
    ...{ ...everyStreamer, method: 'delete', path: '/api/v1/streamers/{id}', operationId: 'deleteStreamer' },
    summary: 'Delete a streamer with everything that is stored about them',
    pathParameters: id,
    answers: { 204: { description: 'Deleted' } },
    problems: [401, 404],
  },
];

const widgets = { tag: 'Widgets', security: 'streamer' } as const;
const widgetPath = '/api/v1/streamers/{id}/widgets/{widget}';
const widgetParameters = { ...id, widget: z.enum(WIDGET_TYPES) };

const WIDGETS: Operation[] = [
  {
    ...{ ...widgets, method: 'post', path: `${widgetPath}/control`, operationId: 'controlWidget' },
    summary:
      'Pause, resume, skip, clear, mute, unmute, replay or reload. Every page of the widget obeys within a second',
    pathParameters: widgetParameters,
    scope: 'live',
    body: controlCommandSchema,
    answers: { 202: { description: 'Stored and on its way', body: controlAcceptedSchema } },
    problems: [400, 401, 404, 413, 415, 503],
  },
  {
    ...{ ...widgets, method: 'get', path: `${widgetPath}/alerts`, operationId: 'listAlerts' },
    summary: 'The stored alerts of a widget, newest first, with what became of each, and the state of its queue',
    pathParameters: widgetParameters,
    query: alertListQuerySchema,
    answers: { 200: { description: 'The alerts', body: alertListSchema } },
    problems: [400, 401, 404, 503],
  },
];

const HEALTH: Operation[] = [
  {
    ...{ ...health, method: 'get', path: '/health/live', operationId: 'getLiveness' },
    summary: 'Whether the process runs',
    answers: { 200: { description: 'It runs', body: livenessSchema } },
  },
  {
    ...{ ...health, method: 'get', path: '/health/ready', operationId: 'getReadiness' },
    summary: 'Whether the process can work, with each dependency',
    answers: {
      200: { description: 'It can', body: readinessSchema },
      503: { description: 'A dependency is down', body: readinessSchema },
    },
  },
  {
    ...{ ...health, method: 'get', path: '/health/started', operationId: 'getStartup' },
    summary: 'Whether everything that the process needs was reached at least once',
    answers: {
      200: { description: 'It was', body: startupSchema },
      503: { description: 'Not yet', body: startupSchema },
    },
  },
  {
    ...{ ...health, method: 'get', path: '/health/brokers', operationId: 'getBrokersHealth' },
    summary:
      'Whether every desired broker runs and is connected where its streamer is live. Also as application/health+json',
    answers: {
      200: { description: 'All is well', body: brokersHealthSchema },
      503: { description: 'Something is not', body: brokersHealthSchema },
    },
  },
  {
    ...{ ...health, method: 'get', path: '/health/brokers/{brokerId}', operationId: 'getBrokerHealth' },
    summary: 'The same for one broker, for a monitor per streamer',
    security: 'health',
    pathParameters: { brokerId: streamerIdSchema },
    answers: {
      200: { description: 'It is well', body: brokerHealthSchema },
      503: { description: 'It is not', body: brokerHealthSchema },
    },
    problems: [401, 404],
  },
  {
    ...{ ...health, method: 'get', path: '/metrics', operationId: 'getMetrics' },
    summary: 'Metrics for Prometheus',
    answers: { 200: { description: 'Prometheus text format', body: 'text/plain' } },
  },
];

const PAGES: Operation[] = [
  {
    ...{ tag: 'Pages', security: 'none', method: 'get', path: '/', operationId: 'getDashboard' },
    summary: 'The dashboard. Every address that is none of the others is a page of it',
    answers: { 200: { description: 'A page', body: 'text/html' } },
  },
  {
    ...{ tag: 'Pages', security: 'none', method: 'get', path: '/status', operationId: 'getStatusPage' },
    summary: 'The public status page: how each part is, and incidents of the last 30 days',
    answers: { 200: { description: 'A page', body: 'text/html' } },
  },
  {
    ...{ tag: 'Pages', security: 'none', method: 'get', path: '/status.json', operationId: 'getStatus' },
    summary: 'The status page for machines',
    answers: { 200: { description: 'The status', body: statusSchema } },
  },
  {
    ...{ tag: 'Pages', security: 'none', method: 'get', path: '/outbox', operationId: 'getOutbox' },
    summary: 'The mails of a demo without a mail server. There is no such page anywhere else',
    answers: { 200: { description: 'A page', body: 'text/html' } },
    problems: [404],
  },
  {
    ...{ tag: 'Pages', security: 'none', method: 'get', path: '/api/openapi.json', operationId: 'getOpenApi' },
    summary: 'This document',
    answers: { 200: { description: 'OpenAPI 3.1', body: z.record(z.string(), z.unknown()) } },
  },
  {
    ...{ tag: 'Pages', security: 'none', method: 'get', path: '/api/docs', operationId: 'getApiDocs' },
    summary: 'This document for people',
    answers: { 200: { description: 'A page', body: 'text/html' } },
  },
];

/** Every route of the supervisor. A test compares it with the routes that exist. */
export const operations: readonly Operation[] = [
  ...ACCOUNTS,
  ...STREAMS,
  ...[...STREAMERS, ...GOALS, ...UPLOADS, ...SAVED_WIDGETS, ...WIDGETS, ...OPERATOR, ...DRIFT],
  ...[...ADMIN, ...BILLING, ...PRIVACY],
  ...[...HEALTH, ...PAGES],
];

/** Schemas that the document names once. */
export const namedSchemas = new Map<z.ZodType, string>([
  [createStreamerSchema, 'CreateStreamer'],
  [updateStreamerSchema, 'UpdateStreamer'],
  [streamerSchema, 'Streamer'],
  [streamerWithKeySchema, 'StreamerWithKey'],
  [streamerPageSchema, 'StreamerPage'],
  [controlCommandSchema, 'ControlCommand'],
  [controlAcceptedSchema, 'ControlAccepted'],
  [alertListSchema, 'AlertList'],
  [createGoalSchema, 'CreateGoal'],
  [updateGoalSchema, 'UpdateGoal'],
  [uploadSchema, 'Upload'],
  [uploadListSchema, 'UploadList'],
  [goalDefinitionSchema, 'Goal'],
  ...[...SAVED_WIDGET_SCHEMAS, ...ACCOUNT_SCHEMAS, ...STREAM_SCHEMAS, ...ADMIN_SCHEMAS, ...BILLING_SCHEMAS],
  [nodeViewSchema, 'Node'],
  [nodeListSchema, 'NodeList'],
  [brokerViewSchema, 'Broker'],
  [brokerPageSchema, 'BrokerPage'],
  [restartBrokerSchema, 'RestartBroker'],
  [restartAcceptedSchema, 'RestartAccepted'],
  [movePageSchema, 'MovePage'],
  [readinessSchema, 'Readiness'],
  [statusSchema, 'Status'],
  [brokersHealthSchema, 'BrokersHealth'],
  [brokerHealthSchema, 'BrokerHealth'],
]);
