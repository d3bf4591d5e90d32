import { z } from 'zod';
import {
  accountPageSchema,
  accountQuerySchema,
  accountViewSchema,
  announcementListSchema,
  announcementSchema,
  auditPageSchema,
  auditQuerySchema,
  changeRoleSchema,
  createAnnouncementSchema,
  failedJobListSchema,
  signBudgetViewSchema,
  suspendAccountSchema,
  updateAnnouncementSchema,
} from '#libs/contracts';
import type { Operation } from './operation.js';

const admin = { tag: 'Administration', security: 'admin' } as const;
const accounts = '/api/v1/admin/accounts';
const announcements = '/api/v1/admin/announcements';
const id = { id: z.uuid() };
const asItIs = { 200: { description: 'The account as it is now', body: accountViewSchema } };

/** Routes of the admin console. Those of nodes, brokers, moves and drift belong to it too. */
export const ADMIN: readonly Operation[] = [
  {
    ...{ ...admin, method: 'get', path: accounts, operationId: 'listAccounts' },
    summary: 'Accounts with their streamers, newest first',
    query: accountQuerySchema,
    answers: { 200: { description: 'One page', body: accountPageSchema } },
  },
  {
    ...{ ...admin, method: 'get', path: `${accounts}/{id}`, operationId: 'getAccount' },
    summary: 'Read an account',
    pathParameters: id,
    answers: { 200: { description: 'The account', body: accountViewSchema } },
  },
  {
    ...{ ...admin, method: 'post', path: `${accounts}/{id}/suspend`, operationId: 'suspendAccount' },
    summary: 'Suspend an account: its pages close and its broker stops within seconds',
    pathParameters: id,
    body: suspendAccountSchema,
    answers: asItIs,
    problems: [409],
  },
  {
    ...{ ...admin, method: 'post', path: `${accounts}/{id}/restore`, operationId: 'restoreAccount' },
    summary: 'Lift a suspension',
    pathParameters: id,
    answers: asItIs,
  },
  {
    ...{ ...admin, method: 'post', path: `${accounts}/{id}/role`, operationId: 'changeRole' },
    summary: 'Make an account an admin, or no longer. The last admin stays one',
    pathParameters: id,
    body: changeRoleSchema,
    answers: asItIs,
    problems: [409],
  },
  {
    ...{ ...admin, method: 'get', path: '/api/v1/admin/audit', operationId: 'listAudit' },
    summary: 'Who did what, newest first',
    query: auditQuerySchema,
    answers: { 200: { description: 'One page', body: auditPageSchema } },
  },
  {
    ...{ ...admin, method: 'get', path: announcements, operationId: 'listAllAnnouncements' },
    summary: 'Announcements of the last 90 days',
    answers: { 200: { description: 'Newest first', body: announcementListSchema } },
  },
  {
    ...{ ...admin, method: 'post', path: announcements, operationId: 'createAnnouncement' },
    summary: 'Announce something to every streamer',
    body: createAnnouncementSchema,
    answers: { 201: { description: 'Announced', body: announcementSchema } },
  },
  {
    ...{ ...admin, method: 'patch', path: `${announcements}/{id}`, operationId: 'updateAnnouncement' },
    summary: 'Change or end an announcement',
    pathParameters: id,
    body: updateAnnouncementSchema,
    answers: { 200: { description: 'As it is now', body: announcementSchema } },
  },
  {
    ...{ ...admin, method: 'get', path: '/api/v1/admin/sign-budget', operationId: 'getSignBudget' },
    summary: 'What each signing service has left',
    answers: { 200: { description: 'In order of preference', body: signBudgetViewSchema } },
    problems: [503],
  },
  {
    ...{ ...admin, method: 'get', path: '/api/v1/admin/failed-jobs', operationId: 'listFailedJobs' },
    summary: 'Jobs that were given up after their last try, newest first',
    answers: { 200: { description: 'At most 200', body: failedJobListSchema } },
    problems: [503],
  },
  {
    ...{ ...admin, method: 'post', path: '/api/v1/admin/failed-jobs/{id}/retry', operationId: 'retryFailedJob' },
    summary: 'Try such a job again',
    pathParameters: { id: z.string().max(200) },
    answers: { 204: { description: 'It waits for its turn' } },
    problems: [409, 503],
  },
];

/** Schemas of theirs that the document names. */
export const ADMIN_SCHEMAS = [
  [accountViewSchema, 'AccountView'],
  [accountPageSchema, 'AccountPage'],
  [auditPageSchema, 'AuditPage'],
  [announcementSchema, 'Announcement'],
  [signBudgetViewSchema, 'SignBudget'],
  [failedJobListSchema, 'FailedJobList'],
] as const;
