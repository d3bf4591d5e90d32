import { z } from 'zod';
import {
  activityPageSchema,
  activityQuerySchema,
  currentTestRunSchema,
  exportQuerySchema,
  giftListSchema,
  moderationSchema,
  openPagesListSchema,
  overviewSchema,
  pastStreamDetailSchema,
  pastStreamPageSchema,
  streamChartSchema,
  streamerIdSchema,
  testEventSchema,
  testRunSchema,
} from '#libs/contracts';
import { pageQuerySchema } from '../streamers/streamer-page.schema.js';
import type { Operation } from './operation.js';

const streams = { tag: 'Streams', security: 'streamer' } as const;
const tests = { tag: 'Tests', security: 'streamer' } as const;
const path = '/api/v1/streamers/{id}';
const id = { id: streamerIdSchema };
const stream = { ...id, stream: z.string().max(200) };

/** Routes about what happens and happened on stream. */
export const STREAMS: readonly Operation[] = [
  {
    ...{ tag: 'Streamers', security: 'streamer', method: 'get', path: `${path}/widget-key` },
    operationId: 'getWidgetKey',
    scope: 'write',
    summary: 'Read the widget key. Whoever has it sees what the pages show',
    pathParameters: id,
    answers: { 200: { description: 'The key in force', body: z.object({ widgetKey: z.uuid() }) } },
  },
  {
    ...{ ...streams, method: 'get', path: `${path}/overview`, operationId: 'getOverview' },
    summary: 'Whether it works, since when, what was missed, and the totals of now',
    pathParameters: id,
    answers: { 200: { description: 'As of now', body: overviewSchema } },
    problems: [503],
  },
  {
    ...{ ...streams, method: 'get', path: `${path}/chart`, operationId: 'getChart' },
    summary: 'Viewers, likes and coins over the stream in progress, else the last one',
    pathParameters: id,
    answers: { 200: { description: 'Samples, oldest first', body: streamChartSchema } },
    problems: [503],
  },
  {
    ...{ ...streams, method: 'get', path: `${path}/activity`, operationId: 'listActivity' },
    summary: 'What happened, newest first',
    pathParameters: id,
    query: activityQuerySchema,
    answers: { 200: { description: 'One page', body: activityPageSchema } },
    problems: [503],
  },
  {
    ...{ ...streams, method: 'get', path: `${path}/pages`, operationId: 'listOpenPages' },
    summary: 'Which widgets are open in OBS or a browser now',
    pathParameters: id,
    answers: { 200: { description: 'Widgets with open pages', body: openPagesListSchema } },
    problems: [503],
  },
  {
    ...{ ...streams, method: 'get', path: `${path}/streams`, operationId: 'listPastStreams' },
    summary: 'Past streams with their totals, newest first',
    pathParameters: id,
    query: pageQuerySchema,
    answers: { 200: { description: 'One page', body: pastStreamPageSchema } },
  },
  {
    ...{ ...streams, method: 'get', path: `${path}/streams/{stream}`, operationId: 'getPastStream' },
    summary: 'One past stream with its chart and who gave most',
    pathParameters: stream,
    answers: { 200: { description: 'The stream', body: pastStreamDetailSchema } },
  },
  {
    ...{ ...streams, method: 'get', path: `${path}/streams/{stream}/export`, operationId: 'exportPastStream' },
    summary: 'Every gift, follow and subscription of a past stream as a file',
    pathParameters: stream,
    query: exportQuerySchema,
    answers: { 200: { description: 'A file: CSV, or JSON where that is asked for', body: 'text/csv' } },
  },
  {
    ...{ tag: 'Moderation', security: 'streamer', method: 'get', path: `${path}/moderation` },
    operationId: 'getModeration',
    summary: 'Blocked words and viewers',
    pathParameters: id,
    answers: { 200: { description: 'The lists', body: moderationSchema } },
  },
  {
    ...{ tag: 'Moderation', security: 'streamer', method: 'put', path: `${path}/moderation` },
    operationId: 'setModeration',
    summary: 'Replace blocked words and viewers. Open pages follow within a second',
    pathParameters: id,
    body: moderationSchema,
    answers: { 200: { description: 'The lists as they are now', body: moderationSchema } },
  },
  {
    ...{ ...tests, method: 'post', path: `${path}/test-events`, operationId: 'sendTestEvent', scope: 'live' },
    summary: 'Send something to try the widgets with. It is marked as a test and counts nowhere',
    pathParameters: id,
    body: testEventSchema,
    answers: { 202: { description: 'Sent, or begun', body: testRunSchema } },
    problems: [409, 503],
  },
  {
    ...{ ...tests, method: 'get', path: `${path}/test-events`, operationId: 'getTestRun' },
    summary: 'How far the newest test is',
    pathParameters: id,
    answers: { 200: { description: 'The run, or null', body: currentTestRunSchema } },
    problems: [503],
  },
  {
    ...{ ...tests, method: 'delete', path: `${path}/test-events`, operationId: 'stopTestRun', scope: 'live' },
    summary: 'Stop the test that runs',
    pathParameters: id,
    answers: { 204: { description: 'None runs now' } },
    problems: [503],
  },
  {
    ...{ tag: 'Tests', security: 'account', method: 'get', path: '/api/v1/gifts', operationId: 'listGifts' },
    summary: 'Gifts to choose from, cheapest first',
    answers: { 200: { description: 'All that are known', body: giftListSchema } },
  },
];

/** Schemas of theirs that the document names. */
export const STREAM_SCHEMAS = [
  [overviewSchema, 'Overview'],
  [streamChartSchema, 'StreamChart'],
  [activityPageSchema, 'ActivityPage'],
  [openPagesListSchema, 'OpenPageList'],
  [pastStreamPageSchema, 'PastStreamPage'],
  [pastStreamDetailSchema, 'PastStream'],
  [moderationSchema, 'Moderation'],
  [testEventSchema, 'TestEvent'],
  [testRunSchema, 'TestRun'],
  [giftListSchema, 'GiftList'],
] as const;
