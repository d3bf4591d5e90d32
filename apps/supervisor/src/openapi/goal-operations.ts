import {
  createGoalSchema,
  goalDefinitionSchema,
  goalListSchema,
  streamerIdSchema,
  updateGoalSchema,
} from '#libs/contracts';
import type { Operation } from './operation.js';

const goals = { tag: 'Goals', security: 'streamer' } as const;
const path = '/api/v1/streamers/{id}/goals';
const id = { id: streamerIdSchema };
const goalId = { ...id, goalId: goalDefinitionSchema.shape.id };

/** Routes of goals. */
export const GOALS: Operation[] = [
  {
    ...{ ...goals, method: 'get', path, operationId: 'listGoals' },
    summary: 'List the goals of a streamer in the order of the page',
    pathParameters: id,
    answers: { 200: { description: 'All of them', body: goalListSchema } },
    problems: [401, 404],
  },
  {
    ...{ ...goals, method: 'post', path, operationId: 'createGoal' },
    summary: 'Create a goal. Without a baseline an all-time goal counts from now on',
    pathParameters: id,
    body: createGoalSchema,
    answers: { 201: { description: 'Created', body: goalDefinitionSchema } },
    problems: [400, 401, 404, 409, 413, 415, 503],
  },
  {
    ...{ ...goals, method: 'patch', path: `${path}/{goalId}`, operationId: 'updateGoal' },
    summary: 'Change title, target or place of a goal. Its progress stays',
    pathParameters: goalId,
    body: updateGoalSchema,
    answers: { 200: { description: 'The goal as it is now', body: goalDefinitionSchema } },
    problems: [400, 401, 404, 413, 415],
  },
  {
    ...{ ...goals, method: 'delete', path: `${path}/{goalId}`, operationId: 'deleteGoal' },
    summary: 'Delete a goal',
    pathParameters: goalId,
    answers: { 204: { description: 'Deleted' } },
    problems: [401, 404],
  },
];
