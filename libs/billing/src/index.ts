export { StripeBilling } from './stripe-billing.js';
export { isLiveKey, type StripeOptions } from './stripe-client.js';
export { StripeMessages } from './stripe-messages.js';
