import { z } from 'zod';

const id = z.string().regex(/^[a-z0-9-]{1,32}$/, 'an id is small letters, digits and dashes');
const limit = z.int().nonnegative().nullable();
const priceId = z.string().regex(/^price_\w+$/, 'a price is named like price_…');

const plan = z.strictObject({
  id,
  name: z.string().min(1).max(60),
  description: z.string().max(300).default(''),
  price: z.union([priceId, z.array(priceId).min(1)]).optional(),
  widgets: limit.default(null),
  historyDays: limit.default(null),
  priority: z.int().min(0).max(9).default(0),
});
export type PlanSetting = z.infer<typeof plan>;

const plans = z.string().transform((text, context) => {
  try {
    const list = z.array(plan).min(1).parse(JSON.parse(text));
    const ids = new Set(list.map((one) => one.id));
    if (ids.size === list.length) return list;
    context.addIssue({ code: 'custom', message: 'two plans have the same id' });
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    const example = '[{"id":"monthly","name":"Monthly","price":"price_…","widgets":50,"historyDays":90}]';
    context.addIssue({ code: 'custom', message: `must be a JSON list like ${example}: ${why}` });
  }
  return z.NEVER;
});

const webhookSecrets = z
  .string()
  .transform((text) => text.split(',').map((secret) => secret.trim()))
  .refine((secrets) => secrets.length <= 2 && secrets.every((secret) => /^whsec_\S{8,}$/.test(secret)), {
    error: 'must be a secret that starts with whsec_, or two with a comma between them while one replaces the other',
  });

const flag = z
  .enum(['0', '1', 'true', 'false'])
  .default('0')
  .transform((value) => value === '1' || value === 'true');
const whole = (min: number, max: number, value: number) => z.coerce.number().int().min(min).max(max).default(value);

/** Keys about money. */
export const billingKeys = {
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(test|live)_\S{4,}$/, 'must be a secret or restricted key of Stripe, like sk_live_…')
    .optional()
    .describe('Turns billing on. Without it nothing is sold and this server is self-hosted; see docs/billing.md'),
  STRIPE_WEBHOOK_SECRET: webhookSecrets
    .optional()
    .describe(
      'Checks what Stripe sends to /webhooks/stripe; two with a comma between them while one replaces the other',
    ),
  STRIPE_PRICE_ID: z
    .string()
    .transform((text) => text.split(',').map((one) => one.trim()))
    .pipe(z.array(priceId).min(1).max(2))
    .optional()
    .describe('Price of the monthly plan and, after a comma, of the yearly one. For other plans use PLANS'),
  STRIPE_API_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address that starts with http:// or https://' })
    .optional()
    .describe("Another server that speaks Stripe's API; the real one without it"),
  STRIPE_ALLOW_TEST: flag.describe(
    'Lets a server in production take test money (sk_test_…) or talk to another server than Stripe; to try it out',
  ),
  STRIPE_AUTOMATIC_TAX: flag.describe('Lets Stripe Tax work out the tax at Checkout'),
  PLANS: plans
    .optional()
    .describe(
      'Plans as JSON in place of STRIPE_PRICE_ID: `id`, `name`, `price` (the first of a list is sold, the others are honoured), and what they allow: `widgets`, `historyDays` (null: no limit), `priority` (0 to 9). One with the id `trial` says what a trial allows',
    ),
  TRIAL_DAYS: whole(0, 365, 14).describe('The first subscription of an account is free for so long; 0 for no trial'),
  TRIAL_CARD: flag.describe('A trial begins with a card; without it the trial ends by itself when none was given'),
  BILLING_GRACE_MS: whole(0, 90 * 86_400_000, 3 * 86_400_000).describe(
    'After a failed payment everything works on for so long',
  ),
  BILLING_RECONCILE_MS: whole(1000, 86_400_000, 600_000).describe('How often everything is compared with Stripe'),
  SELF_HOSTED_PLAN: id
    .optional()
    .describe(
      'Without Stripe: the plan that every account has; `none`: only what an admin grants. `full` without it. In production a server that has sold plans before starts without Stripe only where this is set',
    ),
  STRIPE_SIMULATOR_PORT: whole(0, 65_535, 0).describe('Port of the local Stripe of the demo'),
};
