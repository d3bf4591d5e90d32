import type { AlertList, ControlCommandBody, OpenPages } from '#libs/contracts';
import { api, take } from '../../api/client.js';
import { useApi, useChange } from '../../api/use-api.js';
import { controlTargets } from './control-targets.js';

type Action = Exclude<ControlCommandBody['action'], 'replay'>;

const DONE: Partial<Record<Action, string>> = { skip: 'Skipped.', clear: 'The queue is empty.' };

/** The state of the alert queues, and a way to command all that are open at once. */
export function useLiveControls(id: string, pages: readonly OpenPages[]) {
  const targets = controlTargets(pages);
  const [first] = targets;
  const key = ['alerts', id, first?.widget, first?.instance] as const;
  const queue = useApi<AlertList>(
    key,
    (signal) =>
      api.GET('/api/v1/streamers/{id}/widgets/{widget}/alerts', {
        params: {
          path: { id, widget: first?.widget ?? 'alerts' },
          query: { limit: 50, ...(first?.instance ? { instance: first.instance } : {}) },
        },
        signal,
      }),
    { refetchInterval: 2000 },
  );
  const change = useChange<void, Action>(
    async (action) => {
      await Promise.all(
        targets.map(async ({ widget, instance }) =>
          take(
            api.POST('/api/v1/streamers/{id}/widgets/{widget}/control', {
              params: { path: { id, widget } },
              body: { action, ...(instance ? { instance } : {}) },
            }),
          ),
        ),
      );
      return { response: new Response() };
    },
    { changes: [['alerts', id]], said: (_nothing, action) => DONE[action] ?? 'Done.' },
  );
  return {
    paused: queue.data?.control.paused ?? false,
    muted: queue.data?.control.muted ?? false,
    waiting: queue.data?.items.filter(({ state }) => state === 'queued').length ?? 0,
    unknown: !queue.data,
    busy: change.isPending,
    send: (action: Action) => change.mutate(action),
  };
}
