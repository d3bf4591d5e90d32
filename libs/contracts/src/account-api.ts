import { z } from 'zod';
import { createStreamerSchema, streamerSchema, timeZoneSchema } from './streamer-api.js';
import { oneLine } from './texts.js';

/** Compared in lower case: nobody has two addresses that differ in case alone. */
export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email('an e-mail address like name@example.org').max(254));

export const PASSWORD_LENGTH = { min: 10, max: 200 } as const;
/** No rules about characters: length is what protects. The maximum bounds the work of hashing. */
export const passwordSchema = z
  .string()
  .min(PASSWORD_LENGTH.min, `at least ${PASSWORD_LENGTH.min} characters`)
  .max(PASSWORD_LENGTH.max, `at most ${PASSWORD_LENGTH.max} characters`);
/** A password that is compared, not set: one that is too short is wrong, not malformed. */
const givenPassword = z.string().max(PASSWORD_LENGTH.max);
const personName = z.string().max(200).transform(oneLine).pipe(z.string().max(80));
const oneTimeToken = z.string().min(20).max(200);

/** Always answered alike, so that nobody learns which addresses have an account. */
export const signUpSchema = z.strictObject({
  email: emailSchema,
  password: passwordSchema,
  name: personName.default(''),
  timeZone: timeZoneSchema.optional().meta({ description: "The browser's, to begin with" }),
});
export type SignUp = z.infer<typeof signUpSchema>;

export const signInSchema = z.strictObject({ email: emailSchema, password: givenPassword });
export type SignIn = z.infer<typeof signInSchema>;

export const verifyEmailSchema = z.strictObject({ token: oneTimeToken });
export type VerifyEmail = z.infer<typeof verifyEmailSchema>;
/** `signedIn`: the browser that signed up opened the link, and is signed in now. */
export const verifiedSchema = z.object({ email: z.string(), signedIn: z.boolean() });
export type Verified = z.infer<typeof verifiedSchema>;

export const emailOnlySchema = z.strictObject({ email: emailSchema });
export type EmailOnly = z.infer<typeof emailOnlySchema>;
export const resetPasswordSchema = z.strictObject({ token: oneTimeToken, password: passwordSchema });
export type ResetPassword = z.infer<typeof resetPasswordSchema>;
export const changePasswordSchema = z.strictObject({ current: givenPassword, next: passwordSchema });
export type ChangePassword = z.infer<typeof changePasswordSchema>;
/** The new address counts once the link that is sent to it was opened. */
export const changeEmailSchema = z.strictObject({ email: emailSchema, password: givenPassword });
export type ChangeEmail = z.infer<typeof changeEmailSchema>;
export const deleteAccountSchema = z.strictObject({ password: givenPassword });
export type DeleteAccount = z.infer<typeof deleteAccountSchema>;

export const ACCOUNT_ROLES = ['streamer', 'admin'] as const;
export type AccountRole = (typeof ACCOUNT_ROLES)[number];

export const accountSchema = z.object({
  id: z.uuid(),
  email: z.string(),
  emailVerified: z.boolean(),
  /** A new address whose link was not opened yet. */
  pendingEmail: z.string().optional(),
  name: z.string(),
  role: z.enum(ACCOUNT_ROLES),
  timeZone: z.string(),
  createdAt: z.iso.datetime(),
  suspended: z.object({ since: z.iso.datetime(), reason: z.string() }).optional(),
});
export type Account = z.infer<typeof accountSchema>;

/** Who is asking, and the streamer that belongs to them: none until a handle is given. */
export const meSchema = z.object({ account: accountSchema, streamer: streamerSchema.nullable() });
export type Me = z.infer<typeof meSchema>;

export const updateAccountSchema = z.strictObject({ name: personName.optional(), timeZone: timeZoneSchema.optional() });
export type UpdateAccount = z.infer<typeof updateAccountSchema>;

/** What onboarding sends: from here on the account follows this handle. */
export const createOwnStreamerSchema = createStreamerSchema.pick({ handle: true, timeZone: true }).strict();
export type CreateOwnStreamer = z.infer<typeof createOwnStreamerSchema>;

/** A signed-in browser. */
export const loginSessionSchema = z.object({
  id: z.uuid(),
  /** The browser and system in words, as far as they tell. */
  device: z.string(),
  address: z.string(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  /** The one that asks. */
  current: z.boolean(),
});
export type LoginSession = z.infer<typeof loginSessionSchema>;
export const loginSessionListSchema = z.object({ items: z.array(loginSessionSchema) });
export type LoginSessionList = z.infer<typeof loginSessionListSchema>;

/** `read`: everything that is seen. `write`: settings, widgets, goals. `live`: queues, tests, the timer. */
export const TOKEN_SCOPES = ['read', 'write', 'live'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];
export const createTokenSchema = z.strictObject({
  name: personName.pipe(z.string().min(1, 'a name to know it by')),
  scopes: z.array(z.enum(TOKEN_SCOPES)).min(1, 'at least one').max(TOKEN_SCOPES.length),
  expiresInDays: z
    .int()
    .min(1)
    .max(366)
    .optional()
    .meta({ description: 'Left out: until it is revoked', unit: 'days' }),
});
export type CreateToken = z.infer<typeof createTokenSchema>;
export const tokenSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Its first characters, to tell tokens apart. */
  hint: z.string(),
  scopes: z.array(z.enum(TOKEN_SCOPES)),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
});
export type ApiToken = z.infer<typeof tokenSchema>;
/** `token`: shown this once. */
export const createdTokenSchema = tokenSchema.extend({ token: z.string() });
export type CreatedToken = z.infer<typeof createdTokenSchema>;
export const tokenListSchema = z.object({ items: z.array(tokenSchema) });
export type TokenList = z.infer<typeof tokenListSchema>;

/** What anybody may know of this server before they sign in. */
export const instanceSchema = z.object({
  version: z.string(),
  sourceUrl: z.string(),
  widgetsUrl: z.string(),
  /** There is a demo account on this server: these open it. */
  demo: z.object({ email: z.string(), password: z.string() }).nullable(),
  /** Mails are not sent but shown at this path. */
  outbox: z.string().nullable(),
  /** Streamers pay here. False: whoever runs this server grants the plans. */
  billing: z.boolean(),
});
export type Instance = z.infer<typeof instanceSchema>;
