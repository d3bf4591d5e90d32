import { expect, it } from 'vitest';
import { StopRequests } from './stop-requests.mjs';

it('takes signals that come together as one request', () => {
  const requests = new StopRequests();
  requests.request(1000);
  requests.request(1050);
  expect(requests.stopping.aborted).toBe(true);
  expect(requests.hurrying.aborted).toBe(false);
});

it('hurries at the second request', () => {
  const requests = new StopRequests();
  requests.request(1000);
  requests.request(3000);
  expect(requests.hurrying.aborted).toBe(true);
});
