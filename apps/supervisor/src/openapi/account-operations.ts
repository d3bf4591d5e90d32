import { z } from 'zod';
import {
  accountSchema,
  announcementListSchema,
  changeEmailSchema,
  changePasswordSchema,
  createdTokenSchema,
  createOwnStreamerSchema,
  createTokenSchema,
  deleteAccountSchema,
  emailOnlySchema,
  handleCheckSchema,
  handleReportSchema,
  instanceSchema,
  loginSessionListSchema,
  meSchema,
  resetPasswordSchema,
  signInSchema,
  signUpSchema,
  streamerWithKeySchema,
  tokenListSchema,
  updateAccountSchema,
  verifiedSchema,
  verifyEmailSchema,
} from '#libs/contracts';
import type { Operation } from './operation.js';

const nobody = { tag: 'Signing in', security: 'none' } as const;
const own = { tag: 'Account', security: 'session' } as const;
const always = { ...own, standing: 'any' } as const;
const id = { id: z.uuid() };
const taken = { 202: { description: 'Understood. What follows comes by mail' } };

const SIGNING_IN: Operation[] = [
  {
    ...{ ...nobody, method: 'get', path: '/api/v1/instance', operationId: 'getInstance' },
    summary: 'What anybody may know of this server',
    answers: { 200: { description: 'Its addresses and what it offers', body: instanceSchema } },
  },
  {
    ...{ ...nobody, method: 'post', path: '/api/v1/sign-up', operationId: 'signUp' },
    summary: 'Make an account. The answer is the same whether or not the address has one',
    body: signUpSchema,
    answers: taken,
    problems: [429],
  },
  {
    ...{ ...nobody, method: 'post', path: '/api/v1/verify-email', operationId: 'verifyEmail' },
    summary: 'Confirm an e-mail address with the token that was sent to it',
    body: verifyEmailSchema,
    answers: { 200: { description: 'Confirmed', body: verifiedSchema } },
    problems: [410, 429],
  },
  {
    ...{ ...nobody, method: 'post', path: '/api/v1/verify-email/resend', operationId: 'resendVerification' },
    summary: 'Send the link once more',
    body: emailOnlySchema,
    answers: taken,
    problems: [429],
  },
  {
    ...{ ...nobody, method: 'post', path: '/api/v1/session', operationId: 'signIn' },
    summary: 'Sign in. Sets the session cookie',
    body: signInSchema,
    answers: { 200: { description: 'Signed in', body: meSchema } },
    problems: [401, 429],
  },
  {
    ...{ ...nobody, method: 'post', path: '/api/v1/password-reset', operationId: 'requestPasswordReset' },
    summary: 'Send a link for a new password. The answer is the same whether or not the address has an account',
    body: emailOnlySchema,
    answers: taken,
    problems: [429],
  },
  {
    ...{ ...nobody, method: 'put', path: '/api/v1/password-reset', operationId: 'resetPassword' },
    summary:
      'Set a new password with the token that was sent. Every session ends, and every personal access token is revoked',
    body: resetPasswordSchema,
    answers: { 204: { description: 'Set' } },
    problems: [410, 429],
  },
];

const ACCOUNT: Operation[] = [
  {
    ...{ ...always, method: 'delete', path: '/api/v1/session', operationId: 'signOut' },
    summary: 'Sign out',
    answers: { 204: { description: 'Signed out' } },
  },
  {
    ...{ ...always, security: 'account', method: 'get', path: '/api/v1/me', operationId: 'getMe' },
    summary: 'Who is asking, and their streamer',
    answers: { 200: { description: 'Account and streamer', body: meSchema } },
  },
  {
    ...{ ...own, method: 'patch', path: '/api/v1/me', operationId: 'updateMe' },
    summary: 'Change name or time zone',
    body: updateAccountSchema,
    answers: { 200: { description: 'The account as it is now', body: accountSchema } },
  },
  {
    ...{ ...own, method: 'post', path: '/api/v1/me/password', operationId: 'changePassword' },
    summary: 'Change the password. Every other session ends; personal access tokens stay',
    body: changePasswordSchema,
    answers: { 204: { description: 'Changed' } },
  },
  {
    ...{ ...always, method: 'post', path: '/api/v1/me/email', operationId: 'changeEmail' },
    summary: 'Send a link to a new address, which counts once it was opened',
    body: changeEmailSchema,
    answers: taken,
  },
  {
    ...{ ...always, method: 'get', path: '/api/v1/me/sessions', operationId: 'listSessions' },
    summary: 'Where the account is signed in',
    answers: { 200: { description: 'All sessions', body: loginSessionListSchema } },
  },
  {
    ...{ ...always, method: 'delete', path: '/api/v1/me/sessions/{id}', operationId: 'endSession' },
    summary: 'End one session',
    pathParameters: id,
    answers: { 204: { description: 'Ended' } },
  },
  {
    ...{ ...always, method: 'delete', path: '/api/v1/me/sessions', operationId: 'endOtherSessions' },
    summary: 'End all sessions but this one',
    answers: { 204: { description: 'Ended' } },
  },
  {
    ...{ ...own, method: 'get', path: '/api/v1/me/tokens', operationId: 'listTokens' },
    summary: 'The personal access tokens',
    answers: { 200: { description: 'All that are in force', body: tokenListSchema } },
  },
  {
    ...{ ...own, method: 'post', path: '/api/v1/me/tokens', operationId: 'createToken' },
    summary: 'Make a token. It is shown in this answer alone',
    body: createTokenSchema,
    answers: { 201: { description: 'Created', body: createdTokenSchema } },
    problems: [409],
  },
  {
    ...{ ...own, method: 'delete', path: '/api/v1/me/tokens/{id}', operationId: 'revokeToken' },
    summary: 'Revoke a token at once',
    pathParameters: id,
    answers: { 204: { description: 'Revoked' } },
  },
  {
    ...{ ...always, method: 'get', path: '/api/v1/me/export', operationId: 'exportMe' },
    summary: 'Everything that is stored about the account and its streamer',
    answers: { 200: { description: 'A zip file', body: 'application/zip' } },
  },
  {
    ...{ ...always, method: 'post', path: '/api/v1/me/deletion', operationId: 'deleteMe' },
    summary: 'Delete the account, its streamer and everything stored about them, for good',
    body: deleteAccountSchema,
    answers: { 204: { description: 'Deleted' } },
  },
];

const ONBOARDING: Operation[] = [
  {
    ...{ ...own, security: 'account', tag: 'Onboarding', method: 'post', path: '/api/v1/handle-checks' },
    operationId: 'checkHandle',
    scope: 'read',
    summary: 'Whether a TikTok handle exists, is live, and is free',
    body: handleCheckSchema,
    answers: { 200: { description: 'What is known', body: handleReportSchema } },
  },
  {
    ...{ ...own, tag: 'Onboarding', method: 'post', path: '/api/v1/me/streamer', operationId: 'createOwnStreamer' },
    summary: 'Follow a handle: the streamer of this account begins',
    body: createOwnStreamerSchema,
    answers: { 201: { description: 'Created, with the widget key', body: streamerWithKeySchema } },
    problems: [409],
  },
  {
    ...{ ...own, security: 'account', tag: 'Onboarding', method: 'get', path: '/api/v1/announcements' },
    ...{ operationId: 'listAnnouncements', standing: 'any' },
    summary: 'What the operator announces to streamers now',
    answers: { 200: { description: 'Those in force', body: announcementListSchema } },
  },
];

/** Routes for accounts: before, while and after signing in. */
export const ACCOUNTS: readonly Operation[] = [...SIGNING_IN, ...ACCOUNT, ...ONBOARDING];

/** Schemas of theirs that the document names. */
export const ACCOUNT_SCHEMAS = [
  [signUpSchema, 'SignUp'],
  [signInSchema, 'SignIn'],
  [accountSchema, 'Account'],
  [meSchema, 'Me'],
  [instanceSchema, 'Instance'],
  [loginSessionListSchema, 'SessionList'],
  [createTokenSchema, 'CreateToken'],
  [createdTokenSchema, 'CreatedToken'],
  [tokenListSchema, 'TokenList'],
  [handleReportSchema, 'HandleReport'],
  [announcementListSchema, 'AnnouncementList'],
] as const;
