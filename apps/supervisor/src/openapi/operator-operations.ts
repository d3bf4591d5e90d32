import {
  brokerPageSchema,
  brokerQuerySchema,
  brokerViewSchema,
  movePageSchema,
  moveQuerySchema,
  nodeListSchema,
  nodeReportSchema,
  nodeViewSchema,
  restartAcceptedSchema,
  restartBrokerSchema,
  streamerIdSchema,
} from '#libs/contracts';
import type { Operation } from './operation.js';

const nodes = { tag: 'Nodes', security: 'admin' } as const;
const brokers = { tag: 'Brokers', security: 'admin' } as const;
const nodeParameters = { id: nodeReportSchema.shape.nodeId };
const brokerParameters = { streamerId: streamerIdSchema };

const NODES: Operation[] = [
  {
    ...{ ...nodes, method: 'get', path: '/api/v1/nodes', operationId: 'listNodes' },
    summary: 'List the worker nodes with load, version and how their event loop fares',
    answers: { 200: { description: 'All of them', body: nodeListSchema } },
    problems: [401, 503],
  },
  {
    ...{ ...nodes, method: 'get', path: '/api/v1/nodes/{id}', operationId: 'getNode' },
    summary: 'Read a worker node',
    pathParameters: nodeParameters,
    answers: { 200: { description: 'The node, as it said last', body: nodeViewSchema } },
    problems: [401, 404, 503],
  },
  {
    ...{ ...nodes, method: 'post', path: '/api/v1/nodes/{id}/drain', operationId: 'drainNode' },
    summary: 'Have a node hand its brokers over and take no other ones. Draining one that drains changes nothing',
    pathParameters: nodeParameters,
    answers: { 202: { description: 'The node said that it has begun', body: nodeViewSchema } },
    problems: [401, 404, 502, 503, 504],
  },
  {
    ...{ ...nodes, method: 'post', path: '/api/v1/nodes/{id}/resume', operationId: 'resumeNode' },
    summary: 'Have a node take brokers again after a drain',
    pathParameters: nodeParameters,
    answers: { 202: { description: 'The node said that it does', body: nodeViewSchema } },
    problems: [401, 404, 502, 503, 504],
  },
];

const BROKERS: Operation[] = [
  {
    ...{ ...brokers, method: 'get', path: '/api/v1/brokers', operationId: 'listBrokers' },
    summary: 'List brokers with state, node and why each is not live, in the order of ids',
    query: brokerQuerySchema,
    answers: { 200: { description: 'One page', body: brokerPageSchema } },
    problems: [400, 401, 503],
  },
  {
    ...{ ...brokers, method: 'get', path: '/api/v1/brokers/{streamerId}', operationId: 'getBroker' },
    summary: 'Read a broker: why the streamer is not live, in words, and what to do next',
    pathParameters: brokerParameters,
    answers: { 200: { description: 'The broker', body: brokerViewSchema } },
    problems: [401, 404, 503],
  },
  {
    ...{ ...brokers, method: 'post', path: '/api/v1/brokers/{streamerId}/restart', operationId: 'restartBroker' },
    summary: 'Start a broker again under a new generation. With the generation to be ended, a repeat does nothing more',
    pathParameters: brokerParameters,
    body: restartBrokerSchema,
    answers: { 202: { description: 'The new generation is given out', body: restartAcceptedSchema } },
    problems: [400, 401, 404, 409, 413, 415, 503],
  },
  {
    ...{ ...brokers, method: 'get', path: '/api/v1/moves', operationId: 'listMoves' },
    summary: 'List what brokers went from where to where, why, and how long it took, newest first',
    query: moveQuerySchema,
    answers: { 200: { description: 'One page', body: movePageSchema } },
    problems: [400, 401, 503],
  },
];

/** Routes for whoever runs the cluster. */
export const OPERATOR: Operation[] = [...NODES, ...BROKERS];
