import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AlertList, AlertState, ControlCommandBody, WidgetType } from '#libs/contracts';
import { notifyFailed } from '../../ui/notify.js';
import { studio } from '../studio/api.js';
import { keys, useAlerts } from '../studio/queries.js';
import { useStudio } from '../studio/use-studio.js';
import { afterCommand } from './queue-state.js';

export interface Queue {
  widget: WidgetType;
  list: AlertList | undefined;
  failed: boolean;
  /** What became of alerts in this queue, by id. */
  states: ReadonlyMap<string, AlertState>;
  command: (body: ControlCommandBody, done?: () => void) => void;
  busy: boolean;
}

/** The queue of one kind of widget. Commands show at once, and are taken back where they did not get through. */
export function useQueue(widget: WidgetType): Queue {
  const { streamerId } = useStudio();
  const client = useQueryClient();
  const alerts = useAlerts(widget);
  const key = keys.alerts(streamerId, widget);
  const control = useMutation({
    mutationFn: (body: ControlCommandBody) => studio.control(streamerId, widget, body),
    onMutate: async (body) => {
      await client.cancelQueries({ queryKey: key });
      const before = client.getQueryData<AlertList>(key);
      if (before) client.setQueryData<AlertList>(key, afterCommand(before, body));
      return { before };
    },
    onError: (error, _body, context) => {
      if (context?.before) client.setQueryData(key, context.before);
      notifyFailed(error);
    },
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
  return {
    widget,
    list: alerts.data,
    failed: alerts.isError,
    states: new Map(alerts.data?.items.map(({ event, state }) => [event.id, state])),
    command: (body, done) => control.mutate(body, done ? { onSuccess: done } : {}),
    busy: control.isPending,
  };
}
