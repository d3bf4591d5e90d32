import { expect, it } from 'vitest';
import { PaymentRefusedError, ProviderRefusedError } from '#libs/domain';
import { problemOfProvider } from './provider-problem.js';

it('shows nobody the words of the provider, which name keys and ids', () => {
  const text = 'No such customer: cus_1; a similar object exists in live mode, but a test mode key was used';
  const problem = problemOfProvider(new ProviderRefusedError(text, 'resource_missing'));
  expect(problem).toMatchObject({ status: 409, code: 'BILLING.REFUSED' });
  expect(String(problem)).toContain('(resource_missing)');
  expect(String(problem)).not.toMatch(/cus_1|key/);
});

it('says what to do when a payment is refused', () => {
  const problem = problemOfProvider(new PaymentRefusedError('Your card was declined.', 'card_declined'));
  expect(problem).toMatchObject({ status: 409, code: 'BILLING.PAYMENT_REFUSED' });
  expect(String(problem)).toContain('another card');
});
