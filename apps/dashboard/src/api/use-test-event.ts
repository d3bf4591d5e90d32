import type { TestEvent, TestRun } from '#libs/contracts';
import { api } from './client.js';
import { useChange } from './use-api.js';

/** Sends something to try the widgets with. It is marked as a test and counts nowhere. */
export function useTestEvent(streamerId: string, options: { said?: string } = {}) {
  const params = { path: { id: streamerId } };
  return useChange<TestRun, TestEvent>((body) => api.POST('/api/v1/streamers/{id}/test-events', { params, body }), {
    ...options,
    changes: [['test-run', streamerId]],
  });
}
