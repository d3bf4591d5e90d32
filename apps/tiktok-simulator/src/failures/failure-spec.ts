import { z } from 'zod';

const times = z.number().int().positive().optional();
const key = z.string().optional();
const status = (fallback: string) => z.number().int().min(400).max(599).optional().describe(fallback);

/** Conditions that stay until they are cleared, or for the next `times` calls. */
export const failureSpecSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('offline'), times }),
  z.strictObject({ kind: z.literal('not-found'), times }),
  z.strictObject({ kind: z.literal('captcha'), empty: z.boolean().optional(), times }),
  z.strictObject({ kind: z.literal('web-outage'), status: status('503'), times }),
  z.strictObject({ kind: z.literal('web-hung'), times }),
  z.strictObject({ kind: z.literal('age-restricted'), times }),
  z.strictObject({
    kind: z.literal('rate-limited'),
    retryAfterSeconds: z.number().nonnegative().optional(),
    resetAt: z.number().optional(),
    label: z.string().optional(),
    html: z.boolean().optional(),
    key,
    times,
  }),
  z.strictObject({ kind: z.literal('sign-outage'), status: status('503'), html: z.boolean().optional(), key, times }),
  z.strictObject({ kind: z.literal('sign-hung'), key, times }),
  z.strictObject({ kind: z.literal('sign-dropped'), key, times }),
  z.strictObject({ kind: z.literal('sign-garbage'), key, times }),
  z.strictObject({ kind: z.literal('sign-empty-push-server'), key, times }),
  z.strictObject({ kind: z.literal('sign-missing-cursor'), key, times }),
  z.strictObject({ kind: z.literal('sign-missing-cookies'), key, times }),
  z.strictObject({
    kind: z.literal('sign-refused'),
    status: z.literal([401, 402, 403]),
    message: z.string().optional(),
    html: z.boolean().optional(),
    key,
    times,
  }),
  z.strictObject({ kind: z.literal('gift-list-refused'), times }),
  z.strictObject({
    kind: z.literal('upgrade-blocked'),
    status: z.number().int().min(200).max(599).optional(),
    message: z.string().optional(),
    times,
  }),
  z.strictObject({ kind: z.literal('upgrade-hung'), times }),
  z.strictObject({ kind: z.literal('silent') }),
  z.strictObject({ kind: z.literal('half-open') }),
  z.strictObject({ kind: z.literal('no-keep-alive') }),
  z.strictObject({ kind: z.literal('duplicates'), count: z.number().int().positive().optional(), times }),
  z.strictObject({ kind: z.literal('streaks-never-end') }),
  z.strictObject({ kind: z.literal('streaks-end-twice') }),
]);

export type FailureSpec = z.infer<typeof failureSpecSchema>;
export type FailureKind = FailureSpec['kind'];
export type FailureOf<K extends FailureKind> = Extract<FailureSpec, { kind: K }>;

export const FAILURE_KINDS: FailureKind[] = failureSpecSchema.options.map((option) => option.shape.kind.value);
