import { randomBytes } from 'node:crypto';
import { readJson, writeWhole } from '../system/files.mjs';
import { inData } from '../system/paths.mjs';

export const secretsFile = inData('secrets.json');

const GENERATED = {
  SESSION_SECRET: () => randomBytes(32).toString('hex'),
  HEALTH_TOKEN: () => randomBytes(24).toString('base64url'),
  OPERATOR_TOKEN: () => randomBytes(24).toString('base64url'),
  ENCRYPTION_KEY: () => randomBytes(32).toString('hex'),
};

/** Secrets for a start without any, made once and kept; in production they must be given. */
export function localSecrets(env) {
  if (env.NODE_ENV === 'production') return {};
  const known = readJson(secretsFile) ?? {};
  const secrets = Object.fromEntries(Object.entries(GENERATED).map(([key, make]) => [key, known[key] ?? make()]));
  if (Object.keys(secrets).some((key) => secrets[key] !== known[key])) {
    writeWhole(secretsFile, `${JSON.stringify(secrets, null, 2)}\n`, 0o600);
  }
  return Object.fromEntries(Object.entries(secrets).filter(([key]) => !env[key]));
}

export const stripeKeysFile = inData('stripe', 'keys.json');

/** Keys that the product and its local Stripe share: made once, worth nothing anywhere else. */
export function localStripeKeys({ stripe }) {
  if (!stripe) return {};
  const known = readJson(stripeKeysFile);
  if (known?.STRIPE_SECRET_KEY && known.STRIPE_WEBHOOK_SECRET) return known;
  const keys = {
    STRIPE_SECRET_KEY: `sk_test_local_${randomBytes(18).toString('hex')}`,
    STRIPE_WEBHOOK_SECRET: `whsec_local_${randomBytes(18).toString('hex')}`,
  };
  writeWhole(stripeKeysFile, `${JSON.stringify(keys, null, 2)}\n`, 0o600);
  return keys;
}
